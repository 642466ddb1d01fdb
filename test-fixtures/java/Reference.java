// EXPECT: functions=28 classes=10 imports=9 exports=0 calls=76 errors=0
package shop.stock;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.*;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.*;
import java.util.function.Function;

/** Stock of a warehouse: what is there, what is reserved, what moves. */
public class Reference implements Closeable, Iterable<Reference.Item> {
//           ^^^^^^^^^ class name=Reference kind=class owner=null visibility=public namespace=shop.stock
    static final int LIMIT = Integer.getInteger("stock.limit", 1_000);
    //                               ^^^^^^^^^^ call callee_name=getInteger caller=null receiver=Integer argument_count=2
    private final Map<String, Item> items = new TreeMap<>();
    //                                          ^^^^^^^ call callee_name=TreeMap caller=null is_new=1
    protected int moves, failures = 0;

    static {
        System.setProperty("stock.ready", "true");
    }

    /** What can be ordered. */
    public record Item(String sku, int quantity, List<? extends Tag> tags) implements Comparable<Item> {
    //            ^^^^ class name=Item kind=record owner=Reference qualified_name=Reference.Item visibility=public
        public Item {
        //     ^^^^ function name=Item kind=constructor owner=Reference.Item visibility=public
            requireNonNull(sku, "sku");
          //^^^^^^^^^^^^^^ call callee_name=requireNonNull caller=Reference.Item.Item receiver=null argument_count=2
            if (quantity < 0) throw new IllegalArgumentException("negative: " + quantity);
            tags = List.copyOf(tags);
        }

        Item(String sku) {
      //^^^^ function name=Item kind=constructor owner=Reference.Item visibility=internal
            this(sku, 0, List.of());
          //^^^^ call callee_name=this caller=Reference.Item.Item argument_count=3
        }

        @Override
        public int compareTo(Item other) {
        //         ^^^^^^^^^ function name=compareTo kind=method owner=Reference.Item qualified_name=Reference.Item.compareTo visibility=public
            return Comparator.comparing(Item::sku).thenComparingInt(Item::quantity).compare(this, other);
        }

        Item plus(int more) {
        //   ^^^^ function name=plus kind=method owner=Reference.Item
            return new Item(sku, Math.addExact(quantity, more), tags);
            //                        ^^^^^^^^ call callee_name=addExact caller=Reference.Item.plus receiver=Math argument_count=2
        }
    }

    enum State implements Function<Integer, Boolean> {
    //   ^^^^^ class name=State kind=enum owner=Reference visibility=internal
        EMPTY("none") {
            @Override
            public Boolean apply(Integer quantity) {
            //             ^^^^^ function name=apply kind=method visibility=public
                return quantity == 0;
            }
        },
        PLENTY("many");

        private final String label;

        State(String label) {
      //^^^^^ function name=State kind=constructor owner=Reference.State
            this.label = label.trim();
        }

        @Override
        public Boolean apply(Integer quantity) {
        //             ^^^^^ function name=apply kind=method owner=Reference.State
            return quantity > 0;
        }

        static Optional<State> of(String label) {
        //                     ^^ function name=of kind=method owner=Reference.State is_static=1
            return Arrays.stream(values()).filter(state -> state.label.equals(label)).findFirst();
            //                   ^^^^^^ call callee_name=values caller=Reference.State.of receiver=null argument_count=0
        }
    }

    @FunctionalInterface
    interface Listener<E extends Event> {
    //        ^^^^^^^^ class name=Listener kind=interface owner=Reference
        void on(E event) throws IOException;
        //   ^^ function name=on kind=method owner=Reference.Listener has_body=0

        default Listener<E> and(Listener<? super E> other) {
        //                  ^^^ function name=and kind=method owner=Reference.Listener has_body=1
            return event -> {
                on(event);
                other.on(event);
                //    ^^ call callee_name=on caller=Reference.Listener.and receiver=other
            };
        }
    }

    sealed interface Event permits Moved, Failed {
    //               ^^^^^ class name=Event kind=interface owner=Reference
        Instant at();
        //      ^^ function name=at kind=method owner=Reference.Event has_body=0
    }

    record Moved(Instant at, String sku, int by) implements Event {}
    //     ^^^^^ class name=Moved kind=record owner=Reference

    record Failed(Instant at, Throwable cause) implements Event {}
    //     ^^^^^^ class name=Failed kind=record owner=Reference

    @interface Tag {
    //         ^^^ class name=Tag kind=annotation owner=Reference
        String value() default "";
        //     ^^^^^ function name=value kind=method owner=Reference.Tag has_body=0

        int[] levels() default {1, 2};
        //    ^^^^^^ function name=levels kind=method owner=Reference.Tag has_body=0
    }

    private final List<Listener<Event>> listeners = new ArrayList<>();

    public Reference(Collection<Item> initial) {
    //     ^^^^^^^^^ function name=Reference kind=constructor owner=Reference qualified_name=Reference.Reference visibility=public
        super();
        for (var item : initial) items.merge(item.sku(), item, (a, b) -> a.plus(b.quantity()));
        //                             ^^^^^ call callee_name=merge caller=Reference.Reference receiver=items argument_count=3
    }

    public static Reference load(Path file) throws IOException {
    //                      ^^^^ function name=load kind=method owner=Reference is_static=1 visibility=public
        try (var lines = Files.lines(file)) {
            return new Reference(lines.map(line -> line.split(";")).map(Reference::item).collect(toList()));
            //                                                                                   ^^^^^^ call callee_name=toList caller=Reference.load argument_count=0
            //         ^^^^^^^^^ call callee_name=Reference caller=Reference.load is_new=1
        }
    }

    private static Item item(String... columns) {
    //                  ^^^^ function name=item kind=method owner=Reference is_static=1 visibility=private
        return new Item(columns[0], Integer.parseInt(columns[1]), List.of());
    }

    public <T extends Comparable<T>> SortedMap<T, List<Item>> by(Function<? super Item, ? extends T> key) {
    //                                                        ^^ function name=by kind=method owner=Reference visibility=public
        class Group {
        //    ^^^^^ class name=Group kind=class
            final List<Item> members = new ArrayList<>();

            void add(Item item) {
            //   ^^^ function name=add kind=method
                members.add(item);
            }
        }
        var groups = new HashMap<T, Group>();
        for (Item item : this) groups.computeIfAbsent(key.apply(item), k -> new Group()).add(item);
        var sorted = new TreeMap<T, List<Item>>();
        groups.forEach((k, group) -> sorted.put(k, group.members));
        return sorted;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    @Deprecated(since = "2", forRemoval = false)
    protected synchronized int move(String sku, int by) {
    //                         ^^^^ function name=move kind=method owner=Reference visibility=protected
        Item before = items.get(sku);
        if (before == null) {
            failures++;
            publish(new Failed(Instant.now(), new NoSuchElementException(sku)));
            return 0;
        }
        items.put(sku, before.plus(by));
        moves++;
        publish(new Moved(Instant.now(), sku, by));
      //^^^^^^^ call callee_name=publish caller=Reference.move receiver=null argument_count=1
        return describe(before).length();
    }

    void publish(Event event) {
    //   ^^^^^^^ function name=publish kind=method owner=Reference visibility=internal
        for (Listener<Event> listener : listeners) {
            try {
                listener.on(event);
            } catch (IOException | RuntimeException error) {
                failures++;
            } finally {
                Thread.yield();
            }
        }
    }

    static String describe(Object thing) {
    //            ^^^^^^^^ function name=describe kind=method owner=Reference is_static=1
        if (thing instanceof Item item && item.quantity() > LIMIT) return "much " + item.sku();
        return switch (thing.hashCode() % 3) {
            case 0 -> """
                a "thing"
                """.strip();
            case 1 -> String.valueOf(thing);
            default -> {
                Runnable run = new Runnable() {
                    @Override
                    public void run() {
                    //          ^^^ function name=run kind=method
                        System.out.println(thing);
                        //         ^^^^^^^ call callee_name=println receiver=System.out argument_count=1
                    }
                };
                run.run();
                yield thing.getClass().getName();
            }
        };
    }

    @Override
    public Iterator<Item> iterator() {
    //                    ^^^^^^^^ function name=iterator kind=method owner=Reference
        return items.values().iterator();
    }

    @Override
    public void close() {
    //          ^^^^^ function name=close kind=method owner=Reference
        items.clear();
        listeners.removeIf(each -> true);
    }

    native long address();
    //          ^^^^^^^ function name=address kind=method owner=Reference has_body=0
}

abstract class Shelf<T> {
//             ^^^^^ class name=Shelf kind=class is_abstract=1 visibility=internal
    protected T[] content;

    @SafeVarargs
    protected Shelf(T... content) {
    //        ^^^^^ function name=Shelf kind=constructor owner=Shelf visibility=protected
        this.content = content.clone();
    }

    abstract int weight();
    //           ^^^^^^ function name=weight kind=method owner=Shelf has_body=0 is_abstract=1

    T first() {
    //^^^^^ function name=first kind=method owner=Shelf
        assert content.length > 0 : "empty";
        return content[0];
    }
}
