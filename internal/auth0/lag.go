package auth0

import (
	"context"
	"errors"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// Freshness says what may answer a read.
type Freshness = cache.Freshness

// The sources that may answer a read, from the strictest to the most lenient; package cache says when to use which.
const (
	// Fresh admits only the answer to a call of its own.
	Fresh = cache.Fresh
	// FreshInApply is Remembered in a plan. In an apply it admits only answers to calls that began after the read did.
	FreshInApply = cache.FreshInApply
	// Remembered admits what the client has read or written before, too.
	Remembered = cache.Remembered
)

// LagLimit is how long after a write the API is given to show it.
const LagLimit = cache.LagLimit

// AwaitLag calls look until it reports that what it saw is not from before a write, and no longer than until the given
// time; it looks once in any case, and for the last time when the time has come. Nil says that the waiting is over, not
// what was seen last. The error of a look ends the waiting, and so does the context.
func AwaitLag(ctx context.Context, until time.Time, look func() (settled bool, err error)) error {
	return cache.AwaitLag(ctx, until, look)
}

// AwaitFound reads an object that may have been made only seconds ago, by this provider or another one: while the API
// answers that there is none, it is asked again, up to [LagLimit]. After that the answer is believed.
func AwaitFound[T any](ctx context.Context, read func(context.Context) (T, error)) (T, error) {
	var object T
	var readErr error
	err := AwaitLag(ctx, time.Now().Add(LagLimit), func() (bool, error) {
		object, readErr = read(ctx)
		return !IsNotFound(readErr), nil
	})
	return object, errors.Join(readErr, err)
}

// AwaitShown is [AwaitFound] for a look-up that returns nil if there is no object.
func AwaitShown[T any](ctx context.Context, find func(context.Context) (*T, error)) (*T, error) {
	var object *T
	err := AwaitLag(ctx, time.Now().Add(LagLimit), func() (bool, error) {
		var err error
		object, err = find(ctx)
		return object != nil, err
	})
	return object, err
}
