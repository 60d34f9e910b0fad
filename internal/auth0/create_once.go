package auth0

import (
	"context"
	"errors"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/cache"
)

// creation makes an object of which Auth0 keeps at most one for a natural key, and answers 409 to a second one. That
// makes decidable what happened if the answer was lost ([ErrUnknownOutcome]):
//
//   - An object is there with exactly the members asked for: it is returned as the one that was made. Should somebody
//     else have made it, Terraform takes over what says word for word what its configuration says.
//   - None is there, or one that says something else: the request is sent again. That cannot make a second object, and
//     the API itself answers 409 if the other is somebody else's. It also answers 409 if an earlier request was
//     merely late, or the listing is; then the object is as asked for, and returned.
//   - Whatever else the repeated request is refused for says nothing of the first one. If no object shows, the outcome
//     stays unknown.
//
// A 409 to the first request is never looked into: nothing of this call made that object. A 404 says that the API does
// not know what the object refers to, which may have been made seconds ago. It also says that nothing was done, so the
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
