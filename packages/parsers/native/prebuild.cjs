require("@drift/addon/prebuild.cjs")(__dirname, "drift_parser")
