if (process.platform !== "win32") require("@drift/addon/prebuild.cjs")(__dirname, "drift_files")
