package serve

import (
	"context"
	"sync/atomic"
	"time"
)

// lent is a context for the time of one request, and one that has ended from then on.
//
// The framework derives a context from that of each request, to be able to end them all together, and keeps it until
// the process ends. With it stays the request's own: loggers and their fields, some 15 kB, for each of several requests
// for every resource. Only an empty shell of a lent context stays.
type lent struct {
	current atomic.Pointer[context.Context]
}

var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// lend returns a context that is like ctx until end is called.
func lend(ctx context.Context) (_ context.Context, end func()) {
	l := &lent{}
	l.current.Store(&ctx)
	return l, func() { l.current.Store(&ended) }
}

func (l *lent) Deadline() (time.Time, bool) { return (*l.current.Load()).Deadline() }

func (l *lent) Done() <-chan struct{} { return (*l.current.Load()).Done() }

func (l *lent) Err() error { return (*l.current.Load()).Err() }

func (l *lent) Value(key any) any { return (*l.current.Load()).Value(key) }
