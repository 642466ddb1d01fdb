/** The version of the package, as `drift --version` prints it. */
export const VERSION = "0.1.0"
