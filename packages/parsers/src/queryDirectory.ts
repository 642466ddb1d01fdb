/**
 * Where the `.scm` files are: beside this module, in the sources as in every build, because the build copies them next to
 * what it bundles.
 */
export const queryDirectory: URL = new URL("./languages/", import.meta.url)
