/** Prisma's `?schema=` of a URL as the project wrote it. */
export function readSchemaParameter(url: string | undefined): string | undefined {
  const written = /[?&]schema=([^&#]+)/.exec(url ?? '')?.[1]
  if (written === undefined) return undefined
  try {
    return decodeURIComponent(written)
  } catch (error) {
    // A lone "%" stands for itself.
    if (error instanceof URIError) return written
    throw error
  }
}
