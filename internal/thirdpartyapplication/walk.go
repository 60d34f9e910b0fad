package thirdpartyapplication

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// planLimit is how long Terraform is given to ask for the plan of an application that it has read.
const planLimit = 5 * time.Second

// walk is what is known of the applications of one walk of Terraform's. The zero value is an empty one.
type walk struct {
	mu      sync.Mutex
	waiting map[string]*waiting // protected applications that were read and not planned, by client id
	written map[string]written  // applications that were created or updated, by client id
}

func (r *Resource) walk() *walk { return tf.Shared[walk](r.ProviderData) }

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

// read notes that an application was read.
func (w *walk) read(before, now *model) {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := now.ClientID.ValueString()
	if w.waiting[id] != nil || !now.DeletionProtection.ValueBool() {
		return
	}
	if w.waiting == nil {
		w.waiting = map[string]*waiting{}
	}
	w.waiting[id] = &waiting{
		title:   now.title(),
		names:   []string{before.Name.ValueString(), now.Name.ValueString()},
		planned: make(chan struct{}),
	}
}

// planned notes that a plan for an application of the state is asked for.
func (w *walk) planned(state *model) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if one := w.waiting[state.ClientID.ValueString()]; one != nil {
		close(one.planned)
		delete(w.waiting, state.ClientID.ValueString())
	}
}

// tainted returns the title of a protected application of that name that was read, and of which no plan is asked for.
func (w *walk) tainted(ctx context.Context, name string) string {
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

func (w *walk) waitingFor(name string) (found []*waiting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.waiting {
		if slices.Contains(one.names, name) {
			found = append(found, one)
		}
	}
	return found
}

// created notes that an application was created.
func (w *walk) created(config, state *model) { w.note(config, state, true) }

// updated notes that an application is being updated.
func (w *walk) updated(config, state *model) { w.note(config, state, false) }

func (w *walk) note(config, state *model, isNew bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.written == nil {
		w.written = map[string]written{}
	}
	isUnprotected := !config.DeletionProtection.IsNull() && !config.DeletionProtection.ValueBool()
	w.written[state.ClientID.ValueString()] = written{state.Name.ValueString(), isNew, isUnprotected}
}

// isApply reports whether something was written, and the walk is that of an apply.
func (w *walk) isApply() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.written) > 0
}

// newClientIDs returns the client ids of the applications that were created.
func (w *walk) newClientIDs() (clientIDs []string) {
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
func (w *walk) unprotects(name string, successors []string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, one := range w.written {
		if one.isUnprotected && (slices.Contains(successors, id) || one.isNew && one.name == name) {
			return true
		}
	}
	return false
}
