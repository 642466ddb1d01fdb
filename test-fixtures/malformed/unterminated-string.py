# EXPECT: functions>=1 imports=1 errors>=1
import os


def before(path):
    return os.path.join(path, "file")


def broken():
    return "no end of this

def after():
    return before("/")
