package auth0

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
)

// An application has no natural key: its client_id is in the answer to its creation, and where that is lost any number
// of others may look the same. What tells ours from those is when it was made.
//
//   - The API lists applications in the order of their creation. Before its first creation, the client notes once which
//     third-party applications there are (a census). What comes behind those in the listing was made since; and, more
//     narrowly, behind those of our own that had been answered when the creation was sent.
//   - Of those, ours shows every member that was sent, and none that was not and is otherwise empty.
//   - It is none that another creation of this client got. Creations of the same name therefore do not begin while the
//     outcome of one is being found out, and it is not found out before those under way have ended.
//   - What remains is ours if it is no more than there are answers lost. If it is more, somebody else is making the same
//     application at the same moment; if it is nothing, but something has our name and could be ours changed since, that
//     may be so. Then nothing is decided. What its owner registered, and what is of another mode or type, is never ours.
//
// If nothing remains until LagLimit has passed, the application was not made, and the creation is sent again. Should that
// be refused, nothing is decided either: the refusal is not the outcome of the first one, and listings may lag for longer.
// What cannot be told is an application that somebody else made in the very seconds of a creation that got lost, if it is
// the same in every member.

// creations is what a client knows of the applications that it creates.
type creations struct {
	taking chan struct{} // holds a token while the census is taken

	mu     sync.Mutex
	census *census  // nil until taken
	failed error    // why it cannot be taken
	made   []string // client ids of our own, in the order of the answers
	named  map[string]*namesakes
}

func newCreations() *creations {
	return &creations{taking: make(chan struct{}, 1), named: map[string]*namesakes{}}
}

// namesakes are the creations of applications with the same name. Each holds a place in the gate while it is sent, and
// the whole gate while its outcome is found out.
type namesakes struct {
	gate *semaphore.Weighted

	mu        sync.Mutex
	made      []string // client ids
	lost      int      // creations without an answer
	undecided bool     // whether the outcome of one could not be found out
}

// wholeGate is more places than there are ever creations at once.
const wholeGate = 1 << 20

// CreateApplicationOnce registers an application as [Client.CreateApplication] does, and finds out what happened where
// the answer was lost ([ErrUnknownOutcome]): it returns the application that was made, or else sends the request again.
// Where neither can be done safely, the error is an [*UndecidedError]. Before the first creation it makes one or two
// calls to list applications.
//
// Scope: create:clients and read:clients; create:client_credentials as well where ClientAuthenticationMethods is sent.
func (c *Client) CreateApplicationOnce(ctx context.Context, fields ApplicationFields) (*Application, error) {
	before, err := c.takeCensus(ctx)
	if err != nil {
		return nil, fmt.Errorf("nothing was created, because the applications that exist could not be listed: %w", err)
	}
	sought, err := newTrace(fields, before)
	if err != nil {
		return nil, err
	}
	kin := c.creations.namesakesOf(sought.Name)
	app, err := c.createAmong(ctx, fields, sought, kin)
	if !errors.Is(err, ErrUnknownOutcome) {
		return app, err
	}
	// It is waited for even where the context has ended: the creations under way end by the same context.
	if err := kin.gate.Acquire(context.WithoutCancel(ctx), wholeGate); err != nil {
		return nil, err
	}
	defer kin.gate.Release(wholeGate)
	if kin.undecided {
		return nil, kin.giveUp(sought, err)
	}
	var lost error
	for creations := 1; errors.Is(err, ErrUnknownOutcome); creations++ {
		lost = err
		found, lookupErr := c.findMade(ctx, sought, kin)
		switch {
		case lookupErr != nil:
			return nil, kin.giveUp(sought, &LookupError{err, lookupErr})
		case found != nil:
			return found, nil
		case creations == maxCreations:
			return nil, &lostError{err}
		}
		app, err = c.create(ctx, fields, sought, kin)
	}
	if err != nil {
		kin.lost++
		return nil, kin.giveUp(sought, &RepetitionError{lost, err})
	}
	return app, nil
}

// createAmong sends the request unless the outcome of another one for the same name is open.
func (c *Client) createAmong(ctx context.Context, fields ApplicationFields, sought *Trace, kin *namesakes) (*Application, error) {
	if err := kin.gate.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer kin.gate.Release(1)
	if kin.undecided {
		return nil, fmt.Errorf("nothing was created: it is open whether another application named %q has been, and a second one could be mistaken for it", sought.Name)
	}
	return c.create(ctx, fields, sought, kin)
}

// create sends the request, and notes what came of it.
func (c *Client) create(ctx context.Context, fields ApplicationFields, sought *Trace, kin *namesakes) (*Application, error) {
	sought.Older = c.creations.older()
	app, err := c.CreateApplication(ctx, fields)
	sought.Until = time.Now().Add(LagLimit)
	switch {
	case err == nil:
		c.creations.note(app.ClientID, kin)
	case errors.Is(err, ErrUnknownOutcome):
		kin.mu.Lock()
		kin.lost++
		kin.mu.Unlock()
	}
	return app, err
}

// findMade returns the application that a creation without an answer made, nil where it certainly made none. The
// whole gate must be held.
func (c *Client) findMade(ctx context.Context, sought *Trace, kin *namesakes) (*Application, error) {
	found, err := c.follow(ctx, sought, kin.made, kin.lost)
	if err != nil {
		return nil, err
	}
	kin.lost--
	if found != nil {
		c.creations.note(found.ClientID, kin)
		return c.applications.create(sought.Members, func() (*Application, error) { return found, nil })
	}
	return found, nil
}

// giveUp leaves the outcome open. From then on, nothing of that name is created or found out: what Trace is to find could
// be taken for something else, or something else for that.
func (n *namesakes) giveUp(sought *Trace, err error) *UndecidedError {
	n.undecided = true
	sought.Others, sought.Lost = slices.Clone(n.made), n.lost
	if unclear, ok := errors.AsType[*AmbiguousError](err); ok {
		sought.Unclear = unclear.ClientIDs
	}
	return &UndecidedError{Trace: *sought, Err: err}
}

// UndecidedError says that an application may have been created and that it could not be found out. Trace finds it out
// later.
type UndecidedError struct {
	Trace Trace
	Err   error // why; ErrUnknownOutcome is in its chain
}

// Error says why it is undecided.
func (e *UndecidedError) Error() string { return e.Err.Error() }

// Unwrap returns why it is undecided.
func (e *UndecidedError) Unwrap() error { return e.Err }

// lostError is the failure of a creation that got no answer, and of which it was found out that it made nothing.
type lostError struct{ err error }

// Error says how the last call ended, and what is known since.
func (e *lostError) Error() string {
	text := e.err.Error()
	if call, ok := errors.AsType[*Error](e.err); ok {
		known := *call
		known.OutcomeUnknown = false
		text = known.Error()
	}
	return fmt.Sprintf("%s; Auth0 created nothing in %d attempts, as the list of applications shows", text, maxCreations)
}

func (s *creations) namesakesOf(name string) *namesakes {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.named[name] == nil {
		s.named[name] = &namesakes{gate: semaphore.NewWeighted(wholeGate)}
	}
	return s.named[name]
}

// older returns client ids of applications that certainly exist longer than one that is created from now on: those of
// the census and the latest of our own.
func (s *creations) older() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.census.last, s.made[max(len(s.made)-call.PageSize, 0):])
}

// isKnown reports whether an application certainly exists longer than one that is being created.
func (s *creations) isKnown(clientID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.made, clientID) || s.census != nil && slices.Contains(s.census.last, clientID)
}

// isAsSent reports whether a text is shown as it was sent, blanks around it apart.
func isAsSent(sent Field[string], shown string) bool {
	return strings.TrimSpace(valueOrZero(sent)) == strings.TrimSpace(shown)
}

// note notes that an application is our own.
func (s *creations) note(clientID string, kin *namesakes) {
	s.mu.Lock()
	s.made = append(s.made, clientID)
	s.mu.Unlock()
	kin.mu.Lock()
	kin.made = append(kin.made, clientID)
	kin.mu.Unlock()
}
