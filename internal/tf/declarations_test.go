package tf_test

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// Whoever comes second learns of a contradiction, whichever of the two that is.
func TestDeclarations(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		member, whole []string
		omitted       []string
	}{
		"member of the whole":  {member: []string{"a"}, whole: []string{"b", "a"}},
		"nothing declared":     {whole: []string{"a"}},
		"member left out":      {member: []string{"c", "a", "b"}, whole: []string{"a"}, omitted: []string{"b", "c"}},
		"whole without member": {member: []string{"a", "a"}, whole: nil, omitted: []string{"a"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var declarations tf.Declarations
			for _, member := range test.member {
				if declarations.DeclareMember("set", member) {
					t.Errorf("%s is left out of a whole that nobody declared", member)
				}
			}
			omitted, contradicted := declarations.DeclareWhole("set", test.whole)
			if !slices.Equal(omitted, test.omitted) || contradicted {
				t.Errorf("whole last: omitted %v, contradicted %t; want %v", omitted, contradicted, test.omitted)
			}

			declarations = tf.Declarations{}
			if omitted, contradicted = declarations.DeclareWhole("set", test.whole); len(omitted) > 0 || contradicted {
				t.Errorf("whole first: omitted %v, contradicted %t", omitted, contradicted)
			}
			for _, member := range test.member {
				if got, want := declarations.DeclareMember("set", member), slices.Contains(test.omitted, member); got != want {
					t.Errorf("whole first: %s omitted = %t, want %t", member, got, want)
				}
			}
			if declarations.DeclareMember("another set", "x") {
				t.Error("one set's whole counts for another set")
			}
		})
	}
}

func TestDeclarationsOfWholes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		first, second []string
		contradicted  bool
	}{
		"same":         {first: []string{"a", "b"}, second: []string{"b", "a", "a"}},
		"both nothing": {first: nil, second: []string{}},
		"different":    {first: []string{"a"}, second: []string{"a", "b"}, contradicted: true},
		"nothing":      {first: nil, second: []string{"a"}, contradicted: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var declarations tf.Declarations
			declarations.DeclareWhole("set", test.first)
			if _, contradicted := declarations.DeclareWhole("set", test.second); contradicted != test.contradicted {
				t.Errorf("contradicted = %t, want %t", contradicted, test.contradicted)
			}
		})
	}
}
