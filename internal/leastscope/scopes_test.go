package leastscope

import (
	"slices"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// The scopes of each line of the table are enough, and each is needed: without it something fails, and the message
// names it.
func TestLeastScopes(t *testing.T) {
	t.Parallel()
	table := readTable(t)
	for _, s := range scenarios() {
		t.Run(strings.ReplaceAll(s.name(), " ", "_"), func(t *testing.T) {
			t.Parallel()
			var scopes []string
			for _, of := range s.uses {
				found, ok := table.scopes[use{s.object, of}]
				if !ok {
					t.Fatalf("the table has no line of %s for %q", s.object, of)
				}
				scopes = append(scopes, found...)
			}
			slices.Sort(scopes)
			scopes = slices.Compact(scopes)

			if errors := s.run(t, scopes); len(errors) > 0 {
				t.Errorf("with %v: %q", scopes, errors)
			}
			for _, missing := range scopes {
				t.Run("without_"+missing, func(t *testing.T) {
					t.Parallel()
					less := slices.DeleteFunc(slices.Clone(scopes), func(scope string) bool { return scope == missing })
					errors := s.run(t, less)
					switch {
					case len(errors) == 0 && !slices.Contains(s.spared, missing):
						t.Errorf("%s is not needed", missing)
					case len(errors) > 0 && slices.Contains(s.spared, missing):
						t.Errorf("%s is needed: %q", missing, errors)
					case len(errors) > 0 && !strings.Contains(strings.Join(errors, "\n"), missing):
						t.Errorf("the error does not name %s: %q", missing, errors)
					}
				})
			}
		})
	}
}

// scenario is a use of the provider that needs all scopes of some lines of the table.
type scenario struct {
	object string
	uses   []string
	spared []string // scopes without which less is shown, but nothing fails
	do     func(w world) (errors []string)
}

func (s scenario) name() string { return s.object + ": " + strings.Join(s.uses, "; ") }

// world is what a scenario works on: a tenant of its own, and what may be done there.
type world struct {
	*testing.T
	owner    *acctest.Tenant // with every scope, for what there is beforehand
	provider *acctest.Tenant // with the scopes in question
	scopes   []string
}

func (s scenario) run(t *testing.T, scopes []string) (errors []string) {
	t.Helper()
	publisher := acctest.NewPublisher(t, agentHost)
	publish(publisher)
	owner := acctest.NewTenant(t, acctest.WithSeed(seed), acctest.WithDocuments(publisher))
	return s.do(world{t, owner, acctest.ManagementApplication(t, owner, nil, scopes...).Tenant(), scopes})
}

func (w world) may(scope string) bool { return slices.Contains(w.scopes, scope) }
