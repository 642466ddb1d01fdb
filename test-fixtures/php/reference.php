<?php
// EXPECT: functions=27 classes=7 imports=9 exports=0 calls=43 errors=0

declare(strict_types=1);

namespace Shop\Mail;

use ArrayIterator;
use Countable;
use InvalidArgumentException as BadAddress;
use IteratorAggregate;
use Psr\Log\LoggerInterface;
use Psr\Log\NullLogger;
use function array_map;
use const PHP_EOL;

require_once 'bootstrap.php';

const LIMIT = 50;

/** Sends letters to customers. */
interface Transport
//        ^^^^^^^^^ class name=Transport kind=interface namespace=Shop\Mail
{
    public const TIMEOUT = 5;

    public function send(Letter $letter): bool;
    //              ^^^^ function name=send kind=method owner=Transport has_body=0 visibility=public

    public static function name(): string;
    //                     ^^^^ function name=name kind=method owner=Transport has_body=0 is_static=1

}

enum Priority: int
//   ^^^^^^^^ class name=Priority kind=enum
{
    case Low = 1;
    case High = 9;

    public static function guess(string $subject): self
    //                     ^^^^^ function name=guess kind=method owner=Priority is_static=1 visibility=public
    {
        return match (true) {
            str_contains($subject, '!') => self::High,
          //^^^^^^^^^^^^ call callee_name=str_contains caller=Priority.guess receiver=null argument_count=2
            default => self::Low,
        };
    }

    public function label(): string
    //              ^^^^^ function name=label kind=method owner=Priority
    {
        return ucfirst(strtolower($this->name));
        //             ^^^^^^^^^^ call callee_name=strtolower caller=Priority.label argument_count=1
    }
}

trait Logs
//    ^^^^ class name=Logs kind=trait
{
    private ?LoggerInterface $logger = null;

    abstract protected function channel(): string;
    //                          ^^^^^^^ function name=channel kind=method owner=Logs has_body=0 is_abstract=1 visibility=protected

    protected function log(string $message, mixed ...$context): static
    //                 ^^^ function name=log kind=method owner=Logs visibility=protected
    {
        ($this->logger ??= new NullLogger())->info("[{$this->channel()}] $message", $context);
        //                     ^^^^^^^^^^ call callee_name=NullLogger caller=Logs.log is_new=1
        //                                                   ^^^^^^^ call callee_name=channel caller=Logs.log receiver=$this
        return $this;
    }
}

#[\Attribute(\Attribute::TARGET_CLASS)]
final class Template
//          ^^^^^^^^ class name=Template kind=class visibility=public
{
    public function __construct(public readonly string $file, private array $defaults = [])
    //              ^^^^^^^^^^^ function name=__construct kind=constructor owner=Template qualified_name=Template.__construct
    {
    }

    public function render(array $values): string
    //              ^^^^^^ function name=render kind=method owner=Template
    {
        extract([...$this->defaults, ...$values]);
      //^^^^^^^ call callee_name=extract caller=Template.render argument_count=1
        ob_start();
        include $this->file;
        return (string) ob_get_clean();
    }
}

abstract class Message
//             ^^^^^^^ class name=Message kind=class is_abstract=1
{
    /** @var array<string, string> */
    protected array $headers = [];

    public function __get(string $name): ?string
    //              ^^^^^ function name=__get owner=Message
    {
        return $this->headers[$name] ?? null;
    }

    public function with(string $name, string $value): static
    //              ^^^^ function name=with kind=method owner=Message
    {
        $copy = clone $this;
        $copy->headers[$name] = trim($value);
        return $copy;
    }

    abstract public function body(): string;
    //                       ^^^^ function name=body kind=method owner=Message has_body=0 is_abstract=1

    function size(): int
    //       ^^^^ function name=size kind=method owner=Message visibility=public
    {
        return strlen($this->body()) + array_sum(array_map('strlen', $this->headers));
    }
}

#[Template('letter.php')]
class Letter extends Message implements Countable, IteratorAggregate
//    ^^^^^^ class name=Letter kind=class
{
    private static int $next = 0;
    private array $to = [];

    public function __construct(string $subject, private Template $template, string ...$to)
    //              ^^^^^^^^^^^ function name=__construct kind=constructor owner=Letter
    {
        self::$next++;
        $this->headers['Subject'] = $subject;
        foreach ($to as $address) {
            $this->add($address);
            //     ^^^ call callee_name=add caller=Letter.__construct receiver=$this argument_count=1
        }
    }

    public function add(string $address): void
    //              ^^^ function name=add kind=method owner=Letter
    {
        if (!filter_var($address, FILTER_VALIDATE_EMAIL)) {
            throw new BadAddress(sprintf('%s is no address', $address));
            //        ^^^^^^^^^^ call callee_name=BadAddress caller=Letter.add is_new=1 argument_count=1
        }
        $this->to[] = $address;
    }

    public function body(): string
    //              ^^^^ function name=body kind=method owner=Letter has_body=1
    {
        return $this->template->render(['to' => implode(', ', $this->to), 'subject' => $this->Subject]);
        //                      ^^^^^^ call callee_name=render caller=Letter.body receiver=$this->template argument_count=1
    }

    public function count(): int
    //              ^^^^^ function name=count kind=method owner=Letter
    {
        return count($this->to);
        //     ^^^^^ call callee_name=count caller=Letter.count receiver=null argument_count=1
    }

    public function getIterator(): \Traversable
    //              ^^^^^^^^^^^ function name=getIterator kind=method owner=Letter
    {
        yield from new ArrayIterator($this->to);
    }

    public function &reference(): array
    //               ^^^^^^^^^ function name=reference kind=method owner=Letter
    {
        return $this->to;
    }

    private function priority(): Priority
    //               ^^^^^^^^ function name=priority kind=method owner=Letter visibility=private
    {
        return Priority::guess($this->headers['Subject'] ?? '');
        //               ^^^^^ call callee_name=guess caller=Letter.priority receiver=Priority argument_count=1
    }
}

final class Mailer implements Transport
//          ^^^^^^ class name=Mailer kind=class
{
    use Logs {
        log as protected trace;
    }

    public function __construct(private readonly array $transports = [], ?callable $onSent = null)
    //              ^^^^^^^^^^^ function name=__construct kind=constructor owner=Mailer
    {
        $this->onSent = $onSent ?? static fn (Letter $letter): bool => true;
    }

    public function __destruct()
    //              ^^^^^^^^^^ function name=__destruct owner=Mailer
    {
        $this->trace('closed');
        //     ^^^^^ call callee_name=trace caller=Mailer.__destruct receiver=$this
    }

    protected function channel(): string
    //                 ^^^^^^^ function name=channel kind=method owner=Mailer has_body=1
    {
        return static::name();
        //             ^^^^ call callee_name=name caller=Mailer.channel receiver=static argument_count=0
    }

    public static function name(): string
    //                     ^^^^ function name=name kind=method owner=Mailer is_static=1 has_body=1
    {
        return 'mailer';
    }

    public function send(Letter $letter): bool
    //              ^^^^ function name=send kind=method owner=Mailer
    {
        foreach ($this->transports as $transport) {
            try {
                if ($transport?->send($letter)) {
                //               ^^^^ call callee_name=send caller=Mailer.send receiver=$transport argument_count=1
                    ($this->onSent)($letter);
                    return true;
                }
            } catch (\RuntimeException | BadAddress $error) {
                $this->trace($error->getMessage());
            } finally {
                usleep(1);
            }
        }
        return false;
    }
}

function split(iterable $letters, int $size = LIMIT): \Generator
//       ^^^^^ function name=split kind=function owner=null namespace=Shop\Mail
{
    $batch = [];
    foreach ($letters as $letter) {
        $batch[] = $letter;
        if (count($batch) === $size) {
            yield $batch;
            $batch = [];
        }
    }
    if ($batch !== []) {
        yield $batch;
    }
}

function sendAll(Transport $transport, Letter ...$letters): int
//       ^^^^^^^ function name=sendAll kind=function
{
    $sent = 0;
    $failed = array_filter($letters, function (Letter $letter) use ($transport, &$sent): bool {
    //        ^^^^^^^^^^^^ call callee_name=array_filter caller=sendAll argument_count=2
        $done = $transport->send($letter);
        $sent += (int) $done;
        return !$done;
    });
    echo count($failed), PHP_EOL;

    return $sent;
}

if (!\function_exists('mb_trim')) {
    function mb_trim(string $text): string
    //       ^^^^^^^ function name=mb_trim kind=function
    {
        return \preg_replace('/^\s+|\s+$/u', '', $text) ?? $text;
        //      ^^^^^^^^^^^^ call callee_name=preg_replace argument_count=3
    }
}

$mailer = new Mailer([], onSent: 'var_dump');
//            ^^^^^^ call callee_name=Mailer caller=null is_new=1 argument_count=2
foreach (split([new Letter('Hello!', new Template('letter.php'), 'ann@example.org')]) as $batch) {
    sendAll($mailer, ...$batch);
  //^^^^^^^ call callee_name=sendAll caller=null argument_count=2
}
?>
<p>Sent by <?= htmlspecialchars(Mailer::name()) ?></p>
