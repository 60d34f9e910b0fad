package auth0

import (
	"context"
	"errors"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// creation makes an object of which Auth0 keeps at most one for a natural key, and answers 409 to a second one.
// Applications have no such key (application_create.go). The key decides what happened if the answer was lost
// ([ErrUnknownOutcome]):
//
//   - An object exists with exactly the members asked for. It is returned as the one that was made. If somebody else
//     made it, Terraform takes over an object that is exactly as configured.
//   - No object exists, or one with other members. The request is sent again, which cannot make a second object: the
//     API answers 409 if the other is somebody else's. It also answers 409 if an earlier request or the listing was
//     merely late. The object is then as asked for, and is returned.
//   - The repeated request is refused for another reason. The refusal proves nothing about the first request. If no
//     object shows, the outcome stays unknown.
//
// A 409 to the first request is an ordinary refusal: this call cannot have made that object. A 404 means that the API
// does not know an object that this one refers to, perhaps because it was made seconds ago. Nothing was done, so the
// request is sent again up to [LagLimit].
type creation[T any] struct {
	create func(context.Context) (*T, error)
	find   func(context.Context) (*T, error) // at the natural key, nil if there is none
	isMade func(*T) bool                     // whether an object says exactly what is asked for
}

// once makes the object, or finds it.
func (c creation[T]) once(ctx context.Context) (*T, error) {
	made, err := AwaitFound(ctx, c.create)
	var lost error
	for creations := 1; errors.Is(err, ErrUnknownOutcome); creations++ {
		lost = err
		found, lookupErr := c.find(ctx)
		switch {
		case lookupErr != nil:
			return nil, &LookupError{lost, lookupErr}
		case found != nil && c.isMade(found):
			return found, nil
		case creations == maxCreations:
			return c.await(ctx, lost, nil)
		}
		made, err = c.create(ctx)
	}
	if lost != nil && err != nil {
		return c.await(ctx, lost, err)
	}
	return made, err
}

// await looks for the object until the listing shows what is at its natural key. lost is the error of a request without
// an answer, and refusal, which may be nil, that of its repetition. If the object there is another one, the refusal
// holds.
func (c creation[T]) await(ctx context.Context, lost, refusal error) (*T, error) {
	var found *T
	err := cache.AwaitLag(ctx, time.Now().Add(LagLimit), func() (bool, error) {
		var err error
		found, err = c.find(ctx)
		return found != nil, err
	})
	switch {
	case err != nil:
		return nil, &LookupError{lost, err}
	case found != nil && c.isMade(found):
		return found, nil
	case refusal == nil:
		return nil, lost
	case found == nil:
		return nil, &RepetitionError{lost, refusal}
	default:
		return nil, refusal
	}
}

// orNone returns what was read, nil if there is none.
func orNone[T any](found *T, err error) (*T, error) {
	if IsNotFound(err) {
		return nil, nil
	}
	return found, err
}
