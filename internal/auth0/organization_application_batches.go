package auth0

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// maxBatch is how many applications one request may name.
const maxBatch = 10

// batches sends the associations of one organization, up to ten in a request.
//
// Nobody waits for a batch to fill: an association is sent at once if no request is under way, and otherwise with the
// next one. The API refuses a batch as a whole. If it does, each of the batch is sent by itself, so that whoever asked
// for it learns what is wrong with that one.
type batches struct {
	*tenant
	path string        // of the associations
	turn chan struct{} // holds one token, for whoever sends

	mu      sync.Mutex
	waiting []*association
}

// association is one that somebody waits for.
type association struct {
	clientID string
	body     any           // its part of a request
	done     chan struct{} // closed when the outcome is known
	err      error
}

func newBatches(t *tenant, path string) *batches {
	b := &batches{tenant: t, path: path, turn: make(chan struct{}, 1)}
	b.turn <- struct{}{}
	return b
}

// create makes an association with an application.
func (b *batches) create(ctx context.Context, clientID string, body any) error {
	one := &association{clientID: clientID, body: body, done: make(chan struct{})}
	b.mu.Lock()
	b.waiting = append(b.waiting, one)
	b.mu.Unlock()
	select {
	case <-one.done:
	case <-b.turn:
		b.sendUntil(ctx, one)
		b.turn <- struct{}{}
	case <-ctx.Done():
		if b.withdraw(one) {
			return call.Interrupted(b.path, context.Cause(ctx))
		}
		<-one.done // it is under way
	}
	return one.err
}

// withdraw takes back what was not sent yet. It reports whether that was so.
func (b *batches) withdraw(one *association) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.Index(b.waiting, one)
	if i >= 0 {
		b.waiting = slices.Delete(b.waiting, i, i+1)
	}
	return i >= 0
}

// sendUntil sends what waits until that is done which the caller waits for.
func (b *batches) sendUntil(ctx context.Context, one *association) {
	for {
		select {
		case <-one.done:
			return
		default:
		}
		b.mu.Lock()
		batch := slices.Clone(b.waiting[:min(len(b.waiting), maxBatch)])
		b.waiting = slices.Delete(b.waiting, 0, len(batch))
		b.mu.Unlock()
		b.send(ctx, batch)
	}
}

// send makes the associations of a batch, and tells those who wait for them.
func (b *batches) send(ctx context.Context, batch []*association) {
	err := b.post(ctx, batch)
	isRefused := err != nil && !errors.Is(err, ErrUnknownOutcome)
	for _, one := range batch {
		if one.err = err; isRefused && len(batch) > 1 {
			one.err = b.post(ctx, []*association{one})
		}
		close(one.done)
	}
}

func (b *batches) post(ctx context.Context, batch []*association) error {
	var body struct {
		Clients []any `json:"clients"`
	}
	for _, one := range batch {
		body.Clients = append(body.Clients, one.body)
	}
	r := call.Request{Method: http.MethodPost, Path: b.path, Body: body}
	return b.caller.Do(ctx, r, func(answer []byte) error {
		type associated struct {
			ClientID string `json:"client_id"`
		}
		var made []associated
		if err := json.Unmarshal(answer, &made); err != nil {
			return err
		}
		for _, one := range batch {
			if !slices.Contains(made, associated{one.clientID}) {
				return fmt.Errorf("the answer does not show %s", one.clientID)
			}
		}
		return nil
	})
}
