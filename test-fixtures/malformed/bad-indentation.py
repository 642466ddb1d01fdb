# EXPECT: functions=2 errors=0


def before():
    return 1


def broken():
        first = 1
    return first
