<?php
// What nikic/php-parser sees in PHP files: paths on standard input, a JSON line for each on standard output. Shapes as in
// python.py. The argument is the folder that PhpParser's classes lie in; without it PHP's own tokens tell functions and classes.

declare(strict_types=1);

ini_set('memory_limit', '2G');

/** With `TOKEN_PARSE`, a keyword that is used as a name is a name. */
function factsOfTokens(string $path): array
{
    $tokens = array_values(array_filter(
        token_get_all((string) file_get_contents($path), TOKEN_PARSE),
        fn ($token) => !is_array($token) || !in_array($token[0], [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT], true)
    ));
    $found = ['file' => $path, 'functions' => [], 'classes' => []];
    $id = fn (int $at) => is_array($tokens[$at] ?? null) ? $tokens[$at][0] : ($tokens[$at] ?? null);
    foreach ($tokens as $i => $token) {
        if (!is_array($token) || $id($i - 1) === T_USE || $id($i - 1) === T_DOUBLE_COLON) {
            continue;
        }
        $isReference = $token[0] === T_FUNCTION && (is_array($tokens[$i + 1]) ? $tokens[$i + 1][1] : $tokens[$i + 1]) === '&';
        $name = $tokens[$i + ($isReference ? 2 : 1)] ?? null;
        if (!is_array($name) || $name[0] !== T_STRING) {
            continue;
        }
        if ($token[0] === T_FUNCTION) {
            $found['functions'][] = [$name[1], $name[2]];
        } elseif (in_array($token[0], [T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM], true)) {
            $found['classes'][] = [$name[1], $name[2]];
        }
    }
    return $found;
}

$library = $argv[1] ?? null;
if ($library === null) {
    $factsOf = 'factsOfTokens';
} else {
    spl_autoload_register(function (string $class) use ($library) {
        $file = $library . '/' . strtr($class, '\\', '/') . '.php';
        if (is_file($file)) {
            require $file;
        }
    });
    require __DIR__ . '/phpParser.php';
    $factsOf = parsing();
}

foreach (explode("\n", (string) stream_get_contents(STDIN)) as $path) {
    if ($path === '') {
        continue;
    }
    try {
        $found = $factsOf($path);
    } catch (Throwable $error) {
        $found = ['file' => $path, 'error' => $error->getMessage()];
    }
    echo json_encode($found, JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
}
