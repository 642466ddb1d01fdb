// EXPECT: functions=28 classes=8 imports=6 exports=0 calls=37 errors=0
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Clock = System.DateTimeOffset;

namespace Shop.Billing
{
    /// <summary>What a customer owes.</summary>
    public interface IInvoice : IComparable<IInvoice>
    //               ^^^^^^^^ class name=IInvoice kind=interface visibility=public namespace=Shop.Billing
    {
        string Number { get; }

        decimal Total(Func<decimal, decimal> tax);
        //      ^^^^^ function name=Total kind=method owner=IInvoice has_body=0

        bool IsOverdue(Clock now) => now > Due();
        //   ^^^^^^^^^ function name=IsOverdue kind=method owner=IInvoice has_body=1

        Clock Due();
        //    ^^^ function name=Due kind=method owner=IInvoice has_body=0

    }

    internal enum Level : byte
    //            ^^^^^ class name=Level kind=enum visibility=internal
    {
        None = 0,
        Friendly,
        Final = 9,
    }

    public readonly struct Money : IEquatable<Money>
    //                     ^^^^^ class name=Money kind=struct visibility=public
    {
        public Money(decimal amount, string currency = "EUR")
        //     ^^^^^ function name=Money kind=constructor owner=Money qualified_name=Money.Money visibility=public
        {
            Amount = amount;
            Currency = currency ?? throw new ArgumentNullException("currency");
            //                               ^^^^^^^^^^^^^^^^^^^^^ call callee_name=ArgumentNullException caller=Money.Money is_new=1
        }

        public Money(string text) : this(decimal.Parse(text)) { }
        //     ^^^^^ function name=Money kind=constructor owner=Money

        public decimal Amount { get; }

        public string Currency { get; }

        public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount, left.Currency);

        public static implicit operator decimal(Money money) => money.Amount;

        public bool Equals(Money other) => Amount == other.Amount && Currency == other.Currency;
        //          ^^^^^^ function name=Equals kind=method owner=Money visibility=public

        public override bool Equals(object obj) => obj is Money other && Equals(other);
        //                   ^^^^^^ function name=Equals kind=method owner=Money
        //                                                               ^^^^^^ call callee_name=Equals caller=Money.Equals receiver=null argument_count=1

        public override int GetHashCode() => HashCode.Combine(Amount, Currency);
        //                  ^^^^^^^^^^^ function name=GetHashCode kind=method owner=Money
        //                                            ^^^^^^^ call callee_name=Combine receiver=HashCode argument_count=2
    }

    public sealed record Line(string Text, Money Price, int Quantity = 1)
    //                   ^^^^ class name=Line kind=record visibility=public
    {
        public Money Sum() => new Money(Price.Amount * Quantity, Price.Currency);
        //           ^^^ function name=Sum kind=method owner=Line
        //                        ^^^^^ call callee_name=Money caller=Line.Sum is_new=1
    }

    [Serializable]
    public abstract partial class Document
    //                            ^^^^^^^^ class name=Document kind=class is_abstract=1 visibility=public
    {
        private static int _next;
        private string _note = "";

        protected Document() => Number = $"{Prefix()}-{Interlocked.Increment(ref _next):D4}";
        //        ^^^^^^^^ function name=Document kind=constructor owner=Document visibility=protected

        ~Document()
        {
            Dispose(false);
          //^^^^^^^ call callee_name=Dispose argument_count=1
        }

        public string Number { get; private set; }

        public string Note
        {
            get { return _note; }
            set
            {
                if (value.Length > 200) throw new ArgumentException("too long");
                _note = value.Trim();
            }
        }

        protected abstract string Prefix();
        //                        ^^^^^^ function name=Prefix kind=method owner=Document has_body=0 is_abstract=1 visibility=protected

        protected virtual void Dispose(bool disposing) { }
        //                     ^^^^^^^ function name=Dispose kind=method owner=Document has_body=1 visibility=protected

        [Obsolete("use ToString")]
        internal string Describe() => ToString();
        //              ^^^^^^^^ function name=Describe kind=method owner=Document visibility=internal
    }

    public class Invoice<TLine> : Document, IInvoice where TLine : Line
    //           ^^^^^^^ class name=Invoice kind=class visibility=public
    {
        private readonly List<TLine> _lines = new();
        private readonly Clock _issued;

        public Invoice(Clock issued, params TLine[] lines) : base()
        //     ^^^^^^^ function name=Invoice kind=constructor owner=Invoice
        {
            _issued = issued;
            _lines.AddRange(lines);
            //     ^^^^^^^^ call callee_name=AddRange caller=Invoice.Invoice receiver=_lines argument_count=1
        }

        public decimal Total(Func<decimal, decimal> tax)
        //             ^^^^^ function name=Total kind=method owner=Invoice visibility=public
        {
            decimal Add(decimal sum, TLine line) => sum + line.Sum().Amount;
            //      ^^^ function name=Add kind=function qualified_name=Invoice.Total.Add

            var net = _lines.Aggregate(0m, Add);
            return tax?.Invoke(net) ?? net;
            //          ^^^^^^ call callee_name=Invoke caller=Invoice.Total argument_count=1
        }

        public Clock Due() => _issued.AddDays(14);
        //           ^^^ function name=Due kind=method owner=Invoice

        int IComparable<IInvoice>.CompareTo(IInvoice other) => string.CompareOrdinal(Number, other?.Number);

        protected override string Prefix() => "INV";
        //                        ^^^^^^ function name=Prefix kind=method owner=Invoice

        public IEnumerable<string> Texts()
        //                         ^^^^^ function name=Texts kind=method owner=Invoice
        {
            foreach (var (text, _, _) in _lines.Cast<Line>())
            {
                if (text is { Length: > 0 }) yield return text;
            }
        }

        private sealed class ByDue : IComparer<Invoice<TLine>>
        //                   ^^^^^ class name=ByDue kind=class owner=Invoice qualified_name=Invoice.ByDue visibility=private
        {
            public int Compare(Invoice<TLine> x, Invoice<TLine> y) => x.Due().CompareTo(y.Due());
            //         ^^^^^^^ function name=Compare kind=method owner=Invoice.ByDue qualified_name=Invoice.ByDue.Compare
        }
    }

    public static class Dunning
    //                  ^^^^^^^ class name=Dunning kind=class visibility=public
    {
        public static async Task<int> RunAsync<T>(this IEnumerable<T> invoices, Func<T, Level, Task> send, CancellationToken stop = default)
        //                            ^^^^^^^^ function name=RunAsync kind=method owner=Dunning is_async=1 is_static=1
            where T : IInvoice
        {
            var sent = 0;
            try
            {
                foreach (var invoice in invoices.Where(each => each.IsOverdue(Clock.Now)).OrderBy(each => each.Number))
                {
                    await send(invoice, Pick(invoice)).ConfigureAwait(false);
                    //    ^^^^ call callee_name=send caller=Dunning.RunAsync argument_count=2
                    //                  ^^^^ call callee_name=Pick caller=Dunning.RunAsync argument_count=1
                    stop.ThrowIfCancellationRequested();
                    Interlocked.Increment(ref sent);
                }
            }
            catch (OperationCanceledException) when (sent > 0)
            {
                Console.Error.WriteLine($"stopped after {sent}");
                //            ^^^^^^^^^ call callee_name=WriteLine caller=Dunning.RunAsync receiver=Console.Error argument_count=1
            }
            finally
            {
                await Task.Yield();
                //         ^^^^^ call callee_name=Yield caller=Dunning.RunAsync is_await=1
            }
            return sent;
        }

        private static Level Pick(IInvoice invoice) => invoice.Number switch
        //                   ^^^^ function name=Pick kind=method owner=Dunning visibility=private
        {
            null => Level.None,
            var number when number.EndsWith("9") => Level.Final,
            //                     ^^^^^^^^ call callee_name=EndsWith caller=Dunning.Pick
            _ => Level.Friendly,
        };
    }
}
