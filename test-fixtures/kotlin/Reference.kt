// EXPECT: functions=27 classes=12 imports=7 exports=0 calls=68 errors=0
@file:JvmName("Tariffs")

package shop.tariff

import java.math.BigDecimal
import java.math.BigDecimal.ZERO as none
import java.time.LocalDate
import java.util.concurrent.ConcurrentHashMap
import kotlin.math.max
import kotlinx.coroutines.*
import kotlinx.coroutines.flow.Flow

/** Prices by weight, zone and day. */
typealias Rule = (Parcel) -> BigDecimal?
//        ^^^^ class name=Rule kind=alias

const val LIMIT = 31.5

enum class Zone(val days: Int) {
//         ^^^^ class name=Zone kind=enum visibility=public
    HOME(1),
    EUROPE(3) {
        override fun label() = "Europe"
        //           ^^^^^ function name=label
    },
    WORLD(9);

    open fun label(): String = name.lowercase()
    //       ^^^^^ function name=label kind=method owner=Zone
    //                              ^^^^^^^^^ call callee_name=lowercase argument_count=0 receiver=name

    companion object Names {
    //               ^^^^^ class name=Names kind=object owner=Zone qualified_name=Zone.Names
        fun of(country: String?): Zone = when (country) {
        //  ^^ function name=of kind=method owner=Zone.Names qualified_name=Zone.Names.of
            null, "DE" -> HOME
            in europe -> EUROPE
            else -> WORLD
        }

        private val europe = setOf("AT", "CH", "FR")
        //                   ^^^^^ call callee_name=setOf caller=null argument_count=3
    }
}

data class Parcel(val weight: Double, val zone: Zone = Zone.HOME, internal var note: String? = null) {
//         ^^^^^^ class name=Parcel owner=null
    init {
        require(weight > 0) { "a parcel has weight" }
      //^^^^^^^ call callee_name=require
    }

    constructor(grams: Int) : this(grams / 1000.0)
  //^^^^^^^^^^^ function name=constructor kind=constructor owner=Parcel

    val isHeavy: Boolean
        get() = weight > LIMIT

    var label: String = ""
        private set(value) {
            field = value.trim()
        }

    operator fun plus(other: Parcel): Parcel = copy(weight = weight + other.weight)
    //           ^^^^ function name=plus kind=method owner=Parcel
    //                                         ^^^^ call callee_name=copy caller=Parcel.plus argument_count=1
}

sealed interface Quote {
//               ^^^^^ class name=Quote kind=interface
    val at: LocalDate

    fun describe(): String
    //  ^^^^^^^^ function name=describe kind=method owner=Quote has_body=0

    data class Price(override val at: LocalDate, val amount: BigDecimal) : Quote {
    //         ^^^^^ class name=Price owner=Quote qualified_name=Quote.Price
        override fun describe() = "%.2f".format(amount)
        //           ^^^^^^^^ function name=describe kind=method owner=Quote.Price has_body=1
    }

    object Refused : Quote {
    //     ^^^^^^^ class name=Refused kind=object owner=Quote
        override val at: LocalDate by lazy { LocalDate.now() }
        //                                             ^^^ call callee_name=now argument_count=0

        override fun describe() = "refused"
        //           ^^^^^^^^ function name=describe kind=method owner=Quote.Refused
    }
}

interface Book<in K : Any, out V> where K : Comparable<K> {
//        ^^^^ class name=Book kind=interface
    fun find(key: K): V?
    //  ^^^^ function name=find kind=method owner=Book has_body=0

    fun findOrFail(key: K): V = find(key) ?: throw NoSuchElementException("nothing for $key")
    //  ^^^^^^^^^^ function name=findOrFail kind=method owner=Book has_body=1
    //                                             ^^^^^^^^^^^^^^^^^^^^^^ call callee_name=NoSuchElementException caller=Book.findOrFail argument_count=1
}

@Target(AnnotationTarget.FUNCTION)
annotation class Audited(val level: Int = 1)
//               ^^^^^^^ class name=Audited kind=annotation

abstract class Counting {
//             ^^^^^^^^ class name=Counting kind=class is_abstract=1 visibility=public
    protected var count = 0
        private set

    protected abstract fun limit(): Int
    //                     ^^^^^ function name=limit kind=method owner=Counting has_body=0 is_abstract=1 visibility=protected

    internal inline fun <T> counted(block: () -> T): T {
    //                      ^^^^^^^ function name=counted kind=method owner=Counting visibility=internal
        check(count < limit())
      //^^^^^ call callee_name=check caller=Counting.counted argument_count=1
        return try {
            block()
        } finally {
            bump(1)
        }
    }

    fun bump(by: Int) {
    //  ^^^^ function name=bump kind=method owner=Counting
        count += by
    }
}

class Tariff(
//    ^^^^^^ class name=Tariff kind=class
    private val rules: List<Rule>,
    vararg surcharges: Pair<String, BigDecimal>,
) : Book<String, Rule> {
    private val byName = ConcurrentHashMap<String, Rule>()
    //                   ^^^^^^^^^^^^^^^^^ call callee_name=ConcurrentHashMap argument_count=0
    private val extra = surcharges.toMap()

    override fun find(key: String): Rule? = byName[key]
    //           ^^^^ function name=find kind=method owner=Tariff

    @Audited(level = 2)
    fun quote(parcel: Parcel, day: LocalDate = LocalDate.now()): Quote {
    //  ^^^^^ function name=quote kind=method owner=Tariff
        fun weigh(price: BigDecimal): BigDecimal {
        //  ^^^^^ function name=weigh owner=Tariff.quote qualified_name=Tariff.quote.weigh
            val factor = max(1.0, parcel.weight).toBigDecimal()
            //           ^^^ call callee_name=max caller=Tariff.quote.weigh receiver=null argument_count=2
            return price.multiply(factor)
        }

        val price = rules.firstNotNullOfOrNull { rule -> rule(parcel) } ?: return Quote.Refused
        val audit = fun(text: String) = println("$day: $text ${parcel.label}")
        audit(price.toPlainString())
        //          ^^^^^^^^^^^^^ call callee_name=toPlainString caller=Tariff.quote receiver=price
        return Quote.Price(day, weigh(price).add(extra.values.fold(none) { sum, each -> sum.add(each) }))
        //                      ^^^^^ call callee_name=weigh caller=Tariff.quote argument_count=1
    }

    suspend fun quoteAll(parcels: Flow<Parcel>): Map<Parcel, Quote> = coroutineScope {
    //          ^^^^^^^^ function name=quoteAll kind=method owner=Tariff
        val quotes = mutableMapOf<Parcel, Quote>()
        parcels.collect { parcel ->
            launch { quotes[parcel] = quote(parcel) }
          //^^^^^^ call callee_name=launch caller=Tariff.quoteAll
            //                        ^^^^^ call callee_name=quote caller=Tariff.quoteAll argument_count=1
        }
        quotes
    }

    inner class Builder {
    //          ^^^^^^^ class name=Builder kind=class owner=Tariff qualified_name=Tariff.Builder
        private val names = mutableListOf<String>()

        infix fun named(name: String): Builder = apply { names.add(name) }
        //        ^^^^^ function name=named kind=method owner=Tariff.Builder

        fun register() = names.forEach { byName.putIfAbsent(it, rules.first()) }
        //  ^^^^^^^^ function name=register kind=method owner=Tariff.Builder
    }
}

fun <T : Comparable<T>> Iterable<T>.span(): Pair<T, T>? {
//                                  ^^^^ function name=span has_body=1
    val sorted = sorted()
    return Pair(sorted.firstOrNull() ?: return null, sorted.last())
    //     ^^^^ call callee_name=Pair argument_count=2
}

val Parcel.grams: Int
    get() = (weight * 1000).toInt()

tailrec fun settle(left: Int, sum: BigDecimal = none): BigDecimal =
//          ^^^^^^ function name=settle kind=function owner=null
    if (left == 0) sum else settle(left - 1, sum.add(BigDecimal.ONE))
    //                      ^^^^^^ call callee_name=settle caller=settle argument_count=2

private suspend fun retry(times: Int, work: suspend () -> Unit) {
//                  ^^^^^ function name=retry kind=function owner=null visibility=private
    repeat(times) { attempt ->
        runCatching { work() }
            .onSuccess { return }
            .onFailure { error -> if (attempt + 1 == times) throw error }
           //^^^^^^^^^ call callee_name=onFailure caller=retry
    }
}

fun main(args: Array<String>) {
//  ^^^^ function name=main kind=function owner=null visibility=public
    val comparator = object : Comparator<Parcel> {
        override fun compare(a: Parcel, b: Parcel): Int = a.weight.compareTo(b.weight)
        //           ^^^^^^^ function name=compare
    }
    val tariff = Tariff(listOf { parcel -> if (parcel.isHeavy) null else BigDecimal.TEN }, "fuel" to BigDecimal.ONE)
    val parcels = args.map { Parcel(it.toInt()) }.sortedWith(comparator)
    //                                            ^^^^^^^^^^ call callee_name=sortedWith caller=main argument_count=1
    for ((index, parcel) in parcels.withIndex()) {
        println("${index + 1}. ${tariff.quote(parcel).describe()}")
        //                                            ^^^^^^^^ call callee_name=describe caller=main
    }
    println("""${Zone.of("AT").label()} and "more"""")
}
