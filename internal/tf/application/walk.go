package application

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// planLimit is how long Terraform is given to ask for the plan of an application that it has read.
const planLimit = 5 * time.Second

// Protection is what is known of the applications of one walk of Terraform's, so that none is destroyed that is
// protected. The zero value is an empty one.
type Protection struct {
	mu      sync.Mutex
	waiting map[string]*waiting // protected applications that were read and not planned, by client id
	present map[string]bool     // applications that were read
	written map[string]written  // applications that were created or updated, by client id
}

// ProtectionOf returns what is known in the walk that the data is of.
func ProtectionOf(data *tf.ProviderData) *Protection { return tf.Shared[Protection](data) }

// Protected is an application as deletion protection looks at it.
type Protected struct {
	ClientID    string
	Name        string // what an application has in common with the one that replaces it
	Title       string // names it to people
	IsProtected bool
}

type waiting struct {
	title   string
	names   []string // before it was read, and since
	planned chan struct{}
}

type written struct {
	name          string
	isNew         bool
	isUnprotected bool // because the configuration says so, and not because it says nothing
}

// Read notes that an application was read.
func (w *Protection) Read(before, now Protected) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := now.ClientID
	if w.present == nil {
		w.present = map[string]bool{}
	}
	w.present[id] = true
	if w.waiting[id] != nil || !now.IsProtected {
		return
	}
	if w.waiting == nil {
		w.waiting = map[string]*waiting{}
	}
	w.waiting[id] = &waiting{
		title:   now.Title,
		names:   []string{before.Name, now.Name},
		planned: make(chan struct{}),
	}
}

// IsPresent reports whether an application was read in this walk, and is in a state.
func (w *Protection) IsPresent(clientID string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.present[clientID]
}

// planned notes that a plan for an application of the state is asked for.
func (w *Protection) planned(state Protected) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if one := w.waiting[state.ClientID]; one != nil {
		close(one.planned)
		delete(w.waiting, state.ClientID)
	}
}

// tainted returns the title of a protected application of that name that was read, and of which no plan is asked for.
func (w *Protection) tainted(ctx context.Context, name string) string {
	limit := time.NewTimer(planLimit)
	defer limit.Stop()
	for _, one := range w.waitingFor(name) {
		select {
		case <-one.planned:
		case <-limit.C:
			return one.title
		case <-ctx.Done():
			return ""
		}
	}
	return ""
}

func (w *Protection) waitingFor(name string) (found []*waiting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.waiting {
		if slices.Contains(one.names, name) {
			found = append(found, one)
		}
	}
	return found
}

// Created notes that an application was created. isUnprotected says that the configuration takes protection away, and
// does not only say nothing of it.
func (w *Protection) Created(made Protected, isUnprotected bool) { w.note(made, isUnprotected, true) }

// Updated notes that an application is being updated.
func (w *Protection) Updated(state Protected, isUnprotected bool) {
	w.note(state, isUnprotected, false)
}

func (w *Protection) note(one Protected, isUnprotected, isNew bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.written == nil {
		w.written = map[string]written{}
	}
	w.written[one.ClientID] = written{one.Name, isNew, isUnprotected}
}

// isApply reports whether something was written, and the walk is that of an apply.
func (w *Protection) isApply() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.written) > 0
}

// newClientIDs returns the client ids of the applications that were created.
func (w *Protection) newClientIDs() (clientIDs []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, one := range w.written {
		if one.isNew {
			clientIDs = append(clientIDs, id)
		}
	}
	return clientIDs
}

// unprotects reports whether an application was written that the configuration does not protect, and that has replaced
// another one: one of the successors, or a new one of its name.
func (w *Protection) unprotects(name string, successors []string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, one := range w.written {
		if one.isUnprotected && (slices.Contains(successors, id) || one.isNew && one.name == name) {
			return true
		}
	}
	return false
}
