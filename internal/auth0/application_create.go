package auth0

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/call"
	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/wire"
)

// This file makes sure that an application is not created twice. An application has no natural key: only the answer to
// its creation tells its client_id. If that answer is lost, the time of creation tells ours from others that look the
// same.
//
//   - The API lists applications in the order of their creation. Before its first creation, the client notes once which
//     third-party applications there are. Later ones in the listing were made since. So were those after our own
//     applications whose creation had been answered when this one was sent, which narrows the search.
//   - Of those, ours shows every member that was sent, and no other member that is otherwise empty.
//   - An application that another creation of this client returned is not ours. Creations of one name therefore wait
//     while the outcome of one is being found out, and that waits for those under way.
//   - If no more candidates remain than answers are lost, they are ours. If more remain, somebody else is making the
//     same application at the same moment, and nothing is decided. Nothing is decided either if no candidate remains,
//     but an application of our name could be ours and have been changed since. An application that registered itself,
//     or that has another mode or type, is never ours.
//
// If nothing remains until LagLimit has passed, the application was not made, and the creation is sent again. If that
// is refused, nothing is decided either: the refusal is not the outcome of the first one, and listings may lag for
// longer. If somebody else made an application with the same members in those seconds, it cannot be told from ours.
//
// A marker of our own in client_metadata would tell ours for certain, in one listing. It was weighed and not taken: it
// takes one of ten entries that belong to the user, owners and Actions read it, and plans, imports and reports would
// have to hide it. Its removal would be one more write for each application, whose answer can be lost as well. What is
// done instead costs one or two calls before the first creation of a run, and leaves nothing behind.

// ApplicationCreations creates applications, each once.
type ApplicationCreations struct {
	applications *Applications
	older        *olderApplications

	mu    sync.Mutex
	named map[string]*namesakes
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

// CreateApplicationOnce registers an application as [Applications.CreateApplication] does, and finds out what happened
// if the answer was lost ([ErrUnknownOutcome]): it returns the application that was made, or else sends the request
// again. If neither can be done safely, the error is an [*UndecidedError]. Before the first creation it makes one or
// two calls to list applications.
//
// Scope: create:clients and read:clients; create:client_credentials as well if ClientAuthenticationMethods is sent.
func (c *ApplicationCreations) CreateApplicationOnce(
	ctx context.Context, fields ApplicationFields,
) (*Application, error) {
	before, err := c.older.list(ctx, c.applications.pageOfIDs)
	if err != nil {
		return nil, fmt.Errorf("nothing was created, because the applications that exist could not be listed: %w", err)
	}
	peers := c.namesakesOf(valueOrZero(fields.Name))
	app, sent, err := c.createAmong(ctx, fields, peers)
	if !errors.Is(err, ErrUnknownOutcome) {
		return app, err
	}
	sought, encodeErr := newUnansweredCreate(fields, before)
	if encodeErr != nil {
		return nil, errors.Join(err, encodeErr)
	}
	return c.resolve(ctx, fields, sought, sent, peers, err)
}

// resolve finds out what a creation without an answer made, and sends it again if it made nothing.
func (c *ApplicationCreations) resolve(
	ctx context.Context, fields ApplicationFields, sought *UnansweredCreate, sent sending, peers *namesakes, lost error,
) (*Application, error) {
	// It is waited for even if the context has ended: the creations under way end by the same context.
	if err := peers.gate.Acquire(context.WithoutCancel(ctx), wholeGate); err != nil {
		return nil, err
	}
	defer peers.gate.Release(wholeGate)
	for creations := 1; ; creations++ {
		sought.Older, sought.Until = c.older.at(sent.moment), sent.shownUntil
		if peers.undecided {
			return nil, peers.giveUp(sought, lost)
		}
		found, lookupErr := c.findMade(ctx, sought, peers)
		switch {
		case lookupErr != nil:
			return nil, peers.giveUp(sought, &LookupError{lost, lookupErr})
		case found != nil:
			return found, nil
		case creations == maxCreations:
			return nil, &lostError{lost}
		}
		app, again, err := c.create(ctx, fields, peers)
		switch {
		case err == nil:
			return app, nil
		case !errors.Is(err, ErrUnknownOutcome):
			sought.Older, sought.Until = c.older.at(again.moment), again.shownUntil
			peers.lost++
			return nil, peers.giveUp(sought, &RepetitionError{lost, err})
		}
		sent, lost = again, err
	}
}

// pageOfIDs fetches one page of third-party applications in order of creation, counted from 0, with their client ids
// only.
func (c *Applications) pageOfIDs(ctx context.Context, number int) (wire.Page[listedID], error) {
	query := thirdParty()
	query.Set("fields", "client_id")
	query.Set("include_fields", "true")
	return call.FetchPage[listedID](ctx, c.caller, call.PathTo("clients"), "clients", call.Numbered(query, number))
}

// createAmong sends the request unless the outcome of another one for the same name is open.
func (c *ApplicationCreations) createAmong(
	ctx context.Context, fields ApplicationFields, peers *namesakes,
) (*Application, sending, error) {
	if err := peers.gate.Acquire(ctx, 1); err != nil {
		return nil, sending{}, err
	}
	defer peers.gate.Release(1)
	if peers.undecided {
		return nil, sending{}, fmt.Errorf("nothing was created: it is open whether another application named %q has been, "+
			"and a second one could be mistaken for it", valueOrZero(fields.Name))
	}
	return c.create(ctx, fields, peers)
}

// sending is one sending of a creation.
type sending struct {
	moment     int       // of the applications that certainly existed before; see olderApplications
	shownUntil time.Time // when the application must show if it was made
}

// create sends the request, and notes its outcome.
func (c *ApplicationCreations) create(
	ctx context.Context, fields ApplicationFields, peers *namesakes,
) (*Application, sending, error) {
	sent := sending{moment: c.older.moment()}
	app, err := c.applications.CreateApplication(ctx, fields)
	sent.shownUntil = time.Now().Add(LagLimit)
	switch {
	case err == nil:
		c.note(app.ClientID, peers)
	case errors.Is(err, ErrUnknownOutcome):
		peers.mu.Lock()
		peers.lost++
		peers.mu.Unlock()
	}
	return app, sent, err
}

// findMade returns the application that a creation without an answer made, nil if it certainly made none. The whole
// gate must be held.
func (c *ApplicationCreations) findMade(
	ctx context.Context, sought *UnansweredCreate, peers *namesakes,
) (*Application, error) {
	found, err := c.applications.findCreated(ctx, sought, peers.made, peers.lost)
	if err != nil {
		return nil, err
	}
	peers.lost--
	if found != nil {
		c.note(found.ClientID, peers)
		return c.applications.memory.Create(
			sought.Members,
			func(func(string) bool) (*Application, error) { return found, nil },
		)
	}
	return found, nil
}

// FindCreatedApplication returns the application that a creation without an answer made, nil if it certainly made none.
// It is for another client than the one that sent the creation, and returns each application once.
//
// Scope: read:clients.
func (c *ApplicationCreations) FindCreatedApplication(
	ctx context.Context, sought UnansweredCreate,
) (*Application, error) {
	peers := c.namesakesOf(sought.Name)
	if err := peers.gate.Acquire(ctx, wholeGate); err != nil {
		return nil, err
	}
	defer peers.gate.Release(wholeGate)
	found, err := c.applications.findCreated(
		ctx, &sought, slices.Concat(sought.Others, peers.made), max(sought.Lost-len(peers.made), 1),
	)
	if found != nil {
		c.note(found.ClientID, peers)
	}
	return found, err
}

func (c *ApplicationCreations) namesakesOf(name string) *namesakes {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.named[name] == nil {
		c.named[name] = &namesakes{gate: semaphore.NewWeighted(wholeGate)}
	}
	return c.named[name]
}

// note notes that an application is our own.
func (c *ApplicationCreations) note(clientID string, peers *namesakes) {
	c.older.note(clientID)
	peers.mu.Lock()
	defer peers.mu.Unlock()
	peers.made = append(peers.made, clientID)
}

// giveUp leaves the outcome open. From then on, nothing of that name is created or found out: what is sought could be
// taken for something else, or something else for that.
func (n *namesakes) giveUp(sought *UnansweredCreate, err error) *UndecidedError {
	n.undecided = true
	sought.Others, sought.Lost = slices.Clone(n.made), n.lost
	if unclear, ok := errors.AsType[*AmbiguousError](err); ok {
		sought.Unclear = unclear.ClientIDs
	}
	return &UndecidedError{Create: *sought, Err: err}
}

// UndecidedError says that an application may have been created and that it could not be found out. Create tells it
// later: see [ApplicationCreations.FindCreatedApplication].
type UndecidedError struct {
	Create UnansweredCreate
	Err    error // why; ErrUnknownOutcome is in its chain
}

// Error says why it is undecided.
func (e *UndecidedError) Error() string { return e.Err.Error() }

// Unwrap returns why it is undecided.
func (e *UndecidedError) Unwrap() error { return e.Err }

// lostError is the failure of a creation that got no answer and, as was found out, made nothing.
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
