package auth0

import (
	"context"
	"slices"
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// olderApplications are applications that certainly exist longer than one that is being created: those that were listed
// before the first creation, and those that this client created and got an answer about. It is safe for concurrent use.
type olderApplications struct {
	turn chan struct{} // holds a token while they are listed

	mu     sync.Mutex
	listed *listedBefore // nil until listed
	failed error         // why they cannot be listed
	made   []string      // client ids of our own, in the order of the answers
}

// listedBefore is what was listed before the first creation.
type listedBefore struct {
	total int
	last  []string // client ids, in order of creation: of all, or those on the last page
}

// listedID is an application of which only the client id is listed.
type listedID struct {
	ClientID string `json:"client_id"`
}

// Key returns the client id.
func (i listedID) Key() string { return i.ClientID }

// A pageOfIDs fetches a page of third-party applications in order of creation, counted from 0, with their client ids
// only.
type pageOfIDs func(ctx context.Context, number int) (wire.Page[listedID], error)

// list returns which third-party applications there were before the first creation. It takes one call, or a few if
// there are more than fit on a page. All who wait for it share its result.
func (o *olderApplications) list(ctx context.Context, fetch pageOfIDs) (*listedBefore, error) {
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if listed, failed := o.state(); listed != nil || failed != nil {
		return listed, failed
	}
	listed, err := call.ListShared(ctx, func(ctx context.Context) (*listedBefore, error) { return listBefore(ctx, fetch) })
	if ctx.Err() == nil { // one caller that gives up does not end it for the others
		o.mu.Lock()
		o.listed, o.failed = listed, err
		o.mu.Unlock()
	}
	return listed, err
}

func (o *olderApplications) state() (*listedBefore, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.listed, o.failed
}

// listBefore makes the calls. The total that a page tells leads to the last page; which one is the last, the pages
// themselves show.
func listBefore(ctx context.Context, fetch pageOfIDs) (*listedBefore, error) {
	number := 0
	last, err := fetch(ctx, number)
	if err == nil && last.Tells() > call.PageSize {
		number = (last.Tells() - 1) / call.PageSize
		last, err = fetch(ctx, number)
	}
	for err == nil && last.Length() >= call.PageSize {
		var next wire.Page[listedID]
		if next, err = fetch(ctx, number+1); next.Length() == 0 {
			break
		}
		last, number = next, number+1
	}
	for err == nil && last.Length() == 0 && number > 0 {
		number--
		last, err = fetch(ctx, number)
	}
	if err != nil {
		return nil, err
	}
	before := &listedBefore{total: number*call.PageSize + last.Length()}
	for _, item := range last.Items {
		before.last = append(before.last, item.ClientID)
	}
	return before, nil
}

// note notes that an application is our own.
func (o *olderApplications) note(clientID string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.made = append(o.made, clientID)
}

// moment returns how many applications of our own there are by now.
func (o *olderApplications) moment() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.made)
}

// at returns client ids of applications that certainly existed at a moment: those listed, and the latest of our own.
func (o *olderApplications) at(moment int) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Concat(o.listed.last, o.made[max(moment-call.PageSize, 0):moment])
}

// isKnown reports whether an application certainly exists longer than one that is being created.
func (o *olderApplications) isKnown(clientID string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Contains(o.made, clientID) || o.listed != nil && slices.Contains(o.listed.last, clientID)
}
