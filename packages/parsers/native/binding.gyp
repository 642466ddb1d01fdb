{
  "variables": {
    "runtime": "<!(node -p \"require('node:path').dirname(require.resolve('tree-sitter/package.json')) + '/vendor/tree-sitter/lib'\")"
  },
  "targets": [
    {
      "target_name": "drift_parser",
      "sources": ["addon.c", "arena.c", "automaton.c", "walk.c", "runtime.c"],
      "include_dirs": ["<(runtime)/include", "<(runtime)/src"],
      "defines": ["NAPI_VERSION=8", "TREE_SITTER_HIDE_SYMBOLS", "_POSIX_C_SOURCE=200112L", "_DEFAULT_SOURCE"],
      "cflags": ["-std=c11", "-O3", "-fvisibility=hidden", "-fno-semantic-interposition", "-Wno-unused-parameter"],
      "xcode_settings": {
        "GCC_OPTIMIZATION_LEVEL": "3",
        "GCC_SYMBOLS_PRIVATE_EXTERN": "YES",
        "OTHER_CFLAGS": ["-std=c11", "-D_DARWIN_C_SOURCE"]
      },
      "msvs_settings": { "VCCLCompilerTool": { "AdditionalOptions": ["/std:c11"] } }
    }
  ]
}
