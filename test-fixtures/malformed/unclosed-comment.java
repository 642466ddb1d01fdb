// EXPECT: errors>=1
package malformed;

class UnclosedComment {
    int before() { return 1; }

    /* this comment has no end
    int inside() { return 2; }
}
