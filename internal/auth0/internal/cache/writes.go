package cache

import (
	"context"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// Create makes the call, which creates an object of the collection and changes the others given, and remembers the
// answer. The call is told how to find out whether an object was there before.
func (c *Collection[T]) Create(
	sent any,
	call func(wasThere func(key string) bool) (*T, error),
	others ...Object,
) (*T, error) {
	began := c.journal.begin(others)
	value, err := call(func(key string) bool { return c.wasThere(key, began) })
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	c.journal.end(others)
	if err == nil {
		c.created++
		c.written.note(c.source.Key(*value), ownWrite[T]{sent: sent, after: value, made: true})
		c.remember(*value, began)
	}
	return value, err
}

// wasThere reports whether an object is known to have been there at a point in time: this client has read it by then,
// or has written to it or deleted it.
func (c *Collection[T]) wasThere(key string, at uint64) bool {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	known, isKnown := c.known[key]
	return isKnown && known.asOf < at || len(c.written[key]) > 0 || c.journal.deleted[c.object(key)]
}

// Remembered returns what was read or written last of the object with the key, nil if nothing is known.
func (c *Collection[T]) Remembered(key string) *T {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	known, ok := c.known[key]
	if !ok {
		return nil
	}
	return &known.value
}

// Update makes the call, which changes the object with the key, and returns the object as it is then. If the answer
// does not show all that was sent, the object is read.
func (c *Collection[T]) Update(ctx context.Context, key string, sent any, call func() (*T, error)) (*T, error) {
	value, err := c.callUpdate(key, sent, call)
	if err != nil || showsAll(value, sent) {
		return value, err
	}
	return c.Read(ctx, key, Fresh)
}

// showsAll reports whether an object shows all members that were sent.
func showsAll[T any](value *T, sent any) bool {
	return wire.Holds(wire.Members(value), wire.Members(sent))
}

// callUpdate makes the call and remembers the answer. After a failure nothing is remembered, for the object may have
// changed all the same; nor if two writes overlapped, because the later answer need not be that to the later write.
func (c *Collection[T]) callUpdate(key string, sent any, call func() (*T, error)) (*T, error) {
	own := []Object{c.object(key)}
	before := c.untouched(key)
	began := c.journal.begin(own)
	value, err := call()
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	alone := c.journal.writing[own[0]] == 1 && c.journal.changed[own[0]] == began
	c.journal.end(own)
	if err == nil {
		c.written.note(key, ownWrite[T]{sent: sent, before: before, after: value})
	}
	if err == nil && alone && showsAll(value, sent) {
		c.remember(*value, began)
	}
	return value, err
}

// untouched returns what is in memory of an object, nil if it may have changed since.
func (c *Collection[T]) untouched(key string) *T {
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	return c.recall(key, Remembered, 0)
}

// Delete makes the call, which deletes the object with the key and others with it.
func (c *Collection[T]) Delete(key string, call func() error, others ...Object) error {
	objects := append([]Object{c.object(key)}, others...)
	c.journal.begin(objects)
	err := call()
	c.journal.mu.Lock()
	defer c.journal.mu.Unlock()
	c.journal.end(objects)
	delete(c.known, key)
	if err == nil {
		c.written.note(key, ownWrite[T]{})
		for _, o := range objects {
			c.journal.deleted[o] = true
		}
	}
	return err
}
