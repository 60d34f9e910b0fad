package exclusive

import (
	"sync"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// shown remembers what a walk of Terraform's knows to stand in a state, of which its plan shows that it leaves. It
// carries that from a resource that is destroyed to the one that is made in its place, which Terraform tells nothing of
// it.
type shown struct{ objects sync.Map }

func (r *Resource[O]) shown() *shown { return tf.Shared[shown](r.ProviderData) }

type shownObject struct{ set, id string }

// note says that a state shows the object as one that its set should not have.
func (s *shown) note(set, id string) { s.objects.Store(shownObject{set, id}, true) }

// has reports whether a state shows the object as one that its set should not have.
func (s *shown) has(set, id string) bool {
	_, ok := s.objects.Load(shownObject{set, id})
	return ok
}
