{
  "targets": [
    {
      "target_name": "drift_files",
      "sources": ["files.c"],
      "defines": ["NAPI_VERSION=8"],
      "cflags": ["-std=gnu11", "-O2", "-fvisibility=hidden"],
      "xcode_settings": { "GCC_OPTIMIZATION_LEVEL": "2", "GCC_SYMBOLS_PRIVATE_EXTERN": "YES" }
    }
  ]
}
