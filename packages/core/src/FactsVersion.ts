/**
 * The version of everything that decides which facts a file yields: grammars, queries, extractor, hooks and the rows they
 * become. It stands on every parsed file's row; a file with another version is parsed again although it did not change, and
 * cached parses of another version are not used. Raise it with every change that alters facts.
 */
export const FACTS_VERSION = 3
