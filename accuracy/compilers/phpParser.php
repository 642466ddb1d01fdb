<?php
// The facts of a file by nikic/php-parser.

declare(strict_types=1);

use PhpParser\Node;
use PhpParser\Node\Expr;
use PhpParser\Node\Stmt;
use PhpParser\NodeTraverser;
use PhpParser\NodeVisitorAbstract;
use PhpParser\ParserFactory;

final class Facts extends NodeVisitorAbstract
{
    public array $functions = [];
    public array $classes = [];
    public array $imports = [];
    public array $calls = [];

    public function enterNode(Node $node)
    {
        if ($node instanceof Stmt\Function_ || $node instanceof Stmt\ClassMethod) {
            $names = array_map(fn ($each) => $each->var->name, $node->params);
            $this->functions[] = [$node->name->name, $node->name->getStartLine(), $names];
        } elseif ($node instanceof Stmt\ClassLike && $node->name !== null) {
            $this->classes[] = [$node->name->name, $node->name->getStartLine()];
        } elseif ($node instanceof Stmt\Use_) {
            foreach ($node->uses as $each) {
                $this->imports[] = [$each->name->toString(), $each->getStartLine()];
            }
        } elseif ($node instanceof Stmt\GroupUse) {
            $this->imports[] = [$node->prefix->toString(), $node->getStartLine()];
        } elseif ($node instanceof Expr\CallLike && !$node->isFirstClassCallable()) {
            $callee = $node instanceof Expr\FuncCall ? $node->name : ($node instanceof Expr\New_ ? $node->class : $node->name);
            $name = $this->nameOf($callee);
            $at = $name === '' ? $node : $callee;
            $this->calls[] = [$name, $at->getStartLine(), count($node->getArgs())];
        }
        return null;
    }

    /** Empty for what is computed. */
    private function nameOf(Node $callee): string
    {
        if ($callee instanceof Node\Name) {
            return $callee->getLast();
        }
        if ($callee instanceof Node\Identifier) {
            return $callee->name;
        }
        if ($callee instanceof Node\Scalar\String_) {
            return $callee->value;
        }
        return $callee instanceof Expr\Variable && is_string($callee->name) ? '$' . $callee->name : '';
    }
}

function parsing(): callable
{
    $factory = new ParserFactory();
    $parser = method_exists($factory, 'createForNewestSupportedVersion')
        ? $factory->createForNewestSupportedVersion()
        : $factory->create(ParserFactory::PREFER_PHP7);
    return function (string $path) use ($parser): array {
        $facts = new Facts();
        $traverser = new NodeTraverser();
        $traverser->addVisitor($facts);
        $traverser->traverse($parser->parse((string) file_get_contents($path)));
        return ['file' => $path] + get_object_vars($facts);
    };
}
