// EXPECT: functions=18 classes=8 imports=7 exports=0 calls=49 errors=0

// Package queue keeps jobs in order and hands them to workers.
package queue

import "context"

import (
	"errors"
	"fmt"
	"sort"
	. "strings"
	"sync"
	clock "time"
)

// ErrClosed is what a closed queue answers.
var ErrClosed = errors.New("queue: closed")
//                     ^^^ call callee_name=New caller=null receiver=errors argument_count=1

const (
	low Priority = iota
	high
)

// Priority orders jobs.
type Priority int
//   ^^^^^^^^ class name=Priority visibility=public

type ID = string
//   ^^ class name=ID kind=alias

type (
	// Handler does the work.
	Handler func(ctx context.Context, job *Job) error

	Store[K comparable, V any] interface {
		fmt.Stringer
		Get(key K) (V, bool)
//^^^ function name=Get kind=method owner=Store has_body=0

		Put(key K, value V) error
//^^^ function name=Put kind=method owner=Store has_body=0

	}
)

type Job struct {
//   ^^^ class name=Job kind=struct is_exported=1
	ID       ID       `json:"id" db:"job_id"`
	Priority Priority `json:"priority,omitempty"`
	payload  []byte
	tries    struct{ done, max int }
}

type memory[K comparable, V any] struct {
//   ^^^^^^ class name=memory kind=struct is_exported=0
	mu     sync.RWMutex
	values map[K]V
}

// NewStore makes an empty store.
func NewStore[K comparable, V any]() *memory[K, V] {
//   ^^^^^^^^ function name=NewStore kind=function is_exported=1 owner=null
	return &memory[K, V]{values: make(map[K]V)}
 //                           ^^^^ call callee_name=make caller=NewStore receiver=null
}

func (m *memory[K, V]) Get(key K) (V, bool) {
//                     ^^^ function name=Get kind=method owner=memory qualified_name=memory.Get
	m.mu.RLock()
 //   ^^^^^ call callee_name=RLock caller=memory.Get receiver=m.mu argument_count=0
	defer m.mu.RUnlock()
	value, ok := m.values[key]
	return value, ok
}

func (m *memory[K, V]) Put(key K, value V) error {
//                     ^^^ function name=Put kind=method owner=memory
	m.mu.Lock()
	defer m.mu.Unlock()
	m.values[key] = value
	return nil
}

func (m *memory[_, _]) String() string { return fmt.Sprintf("memory(%d)", len(m.values)) }
//                     ^^^^^^ function name=String kind=method owner=memory
//                                                                        ^^^ call callee_name=len caller=memory.String

// Queue is safe for many goroutines.
type Queue struct {
//   ^^^^^ class name=Queue kind=struct visibility=public
	sync.Mutex
	jobs    []*Job
	wake    chan struct{}
	onError func(error)
	closed  bool
}

type Option func(*Queue)
//   ^^^^^^ class name=Option

func New(options ...Option) *Queue {
//   ^^^ function name=New kind=function visibility=public
	q := &Queue{wake: make(chan struct{}, 1), onError: func(error) {}}
	for _, option := range options {
		option(q)
//^^^^^^ call callee_name=option caller=New
	}
	return q
}

// OnError sets what hears of failing jobs.
func OnError(hear func(error)) Option {
//   ^^^^^^^ function name=OnError kind=function
	return func(q *Queue) { q.onError = hear }
}

func (p Priority) String() string {
//                ^^^^^^ function name=String kind=method owner=Priority
	switch p {
	case low:
		return "low"
	case high:
		return ToUpper("high")
  //     ^^^^^^^ call callee_name=ToUpper caller=Priority.String receiver=null
	default:
		return fmt.Sprint(int(p))
  //                ^^^ call callee_name=int caller=Priority.String argument_count=1
	}
}

func (q *Queue) Push(job *Job) (err error) {
//              ^^^^ function name=Push kind=method owner=Queue is_exported=1
	defer func() {
		if r := recover(); r != nil {
  //      ^^^^^^^ call callee_name=recover caller=Queue.Push
			err = fmt.Errorf("push %q: %v", job.ID, r)
		}
	}()

	q.Lock()
	defer q.Unlock()
	if q.closed {
		return ErrClosed
	}
	q.jobs = append(q.jobs, job)
	sort.SliceStable(q.jobs, func(i, j int) bool { return less(q.jobs[i], q.jobs[j]) })
 //                                                    ^^^^ call callee_name=less caller=Queue.Push argument_count=2
	select {
	case q.wake <- struct{}{}:
	default:
	}
	return nil
}

func less(a, b *Job) bool { return a.Priority > b.Priority }
//   ^^^^ function name=less kind=function visibility=private is_exported=0

func (q *Queue) pop() (*Job, bool) {
//              ^^^ function name=pop kind=method owner=Queue visibility=private
	q.Lock()
	defer q.Unlock()
	if len(q.jobs) == 0 {
		return nil, false
	}
	job := q.jobs[0]
	q.jobs = q.jobs[1:]
	return job, true
}

// Run works until the context ends.
func (q *Queue) Run(ctx context.Context, workers int, handle Handler) error {
//              ^^^ function name=Run kind=method owner=Queue
	var group sync.WaitGroup
	results := make(chan error, workers)
	work := func(n int) {
		defer group.Done()
		for {
			job, ok := q.pop()
			if !ok {
				select {
				case <-ctx.Done():
					return
				case <-q.wake:
					continue
				case <-clock.After(50 * clock.Millisecond):
    //           ^^^^^ call callee_name=After caller=Queue.Run receiver=clock
					continue
				}
			}
			if err := attempt(ctx, job, handle); err != nil {
				results <- fmt.Errorf("worker %d: %w", n, err)
			}
		}
	}
	for n := 0; n < workers; n++ {
		group.Add(1)
		go work(n)
  // ^^^^ call callee_name=work caller=Queue.Run argument_count=1
	}
	go func() { group.Wait(); close(results) }()

	var first error
	for err := range results {
		q.onError(err)
  //^^^^^^^ call callee_name=onError caller=Queue.Run receiver=q
		if first == nil && !errors.Is(err, context.Canceled) {
			first = err
		}
	}
	return first
}

func attempt(ctx context.Context, job *Job, handle Handler) (err error) {
//   ^^^^^^^ function name=attempt kind=function
	for job.tries.done = 0; job.tries.done <= job.tries.max; job.tries.done++ {
		if err = handle(ctx, job); err == nil {
			return nil
		}
	}
	return
}

// Close wakes everybody; pushing afterwards fails.
func (q *Queue) Close() {
//              ^^^^^ function name=Close kind=method owner=Queue
	q.Lock()
	q.closed = true
	q.Unlock()
}

func Convert[T, U any](values []T, change func(T) U) []U {
//   ^^^^^^^ function name=Convert kind=function
	changed := make([]U, 0, len(values))
	for _, value := range values {
		changed = append(changed, change(value))
	}
	return changed
}

func (j Job) size() float64 { return float64(len(j.payload)) / 1024 }
//           ^^^^ function name=size kind=method owner=Job

func init() {
//   ^^^^ function name=init kind=function
	if New() == nil {
		panic("unreachable")
//^^^^^ call callee_name=panic caller=init
	}
}
