package auth0

import (
	"context"
	"errors"
)

// knownAPIs is one listing of the tenant's APIs that many checks share.
type knownAPIs struct {
	turn chan struct{} // holds one token, which guards what follows
	have bool
	apis []API
	err  error
}

func newKnownAPIs() *knownAPIs {
	k := &knownAPIs{turn: make(chan struct{}, 1)}
	k.turn <- struct{}{}
	return k
}

// KnownAPIs returns every API of the tenant as the first call of this method found them. It makes one listing in the
// life of the client, also if that fails, and is meant for checks that can bear an answer of some minutes ago: an API
// that is missing here is worth a [Client.ReadAPI] before anything is concluded.
//
// Scope: read:resource_servers.
func (c *Client) KnownAPIs(ctx context.Context) ([]API, error) {
	k := c.knownAPIs
	select {
	case <-k.turn:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	defer func() { k.turn <- struct{}{} }()
	if k.have {
		return k.apis, k.err
	}
	apis, err := c.ListAPIs(ctx)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil, err // the caller gave up, which says nothing to others
	}
	k.have, k.apis, k.err = true, apis, err
	return apis, err
}
