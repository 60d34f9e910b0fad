package tf_test

import (
	"slices"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// The second of two contradicting declarations learns of it, in either order.
func TestDeclaredSets(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		member, whole []string
		omitted       []string
	}{
		"member of the whole":  {member: []string{"a"}, whole: []string{"b", "a"}},
		"nothing declared":     {whole: []string{"a"}},
		"member left out":      {member: []string{"c", "a", "b"}, whole: []string{"a"}, omitted: []string{"b", "c"}},
		"whole without member": {member: []string{"a", "a"}, whole: []string{}, omitted: []string{"a"}},
		"whole not known":      {member: []string{"a"}, whole: nil},
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
			omitted, twice := declarations.DeclareWhole("one", "set", test.whole)
			if !slices.Equal(omitted, test.omitted) || twice {
				t.Errorf("whole last: omitted %v, twice %t; want %v", omitted, twice, test.omitted)
			}

			declarations = tf.Declarations{}
			if omitted, twice = declarations.DeclareWhole("one", "set", test.whole); len(omitted) > 0 || twice {
				t.Errorf("whole first: omitted %v, twice %t", omitted, twice)
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

// An object that a resource has or declares is managed, in its own set only. Having an object does not declare it.
func TestIsManaged(t *testing.T) {
	t.Parallel()
	var declarations tf.Declarations
	declarations.DeclareMember("set", "declared")
	declarations.NoteManaged("set", "had")
	declarations.DeclareMember("another set", "other")
	for member, want := range map[string]bool{"declared": true, "had": true, "other": false} {
		if got := declarations.IsManaged("set", member); got != want {
			t.Errorf("%s is managed: %t, want %t", member, got, want)
		}
	}
	if omitted, _ := declarations.DeclareWhole("one", "set", []string{"declared"}); len(omitted) > 0 {
		t.Errorf("%v is only had and counts as declared", omitted)
	}
}

// Two resources that declare one set are an error, whatever they declare. Nothing more is reported then, because nobody
// can tell which of the two is wrong about what it leaves out.
func TestSetDeclaredTwice(t *testing.T) {
	t.Parallel()
	for name, second := range map[string][]string{"the same": {"b", "a", "a"}, "another": {"a"}, "nothing": {}, "not known": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var declarations tf.Declarations
			declarations.DeclareMember("set", "a")
			declarations.DeclareWhole("one", "set", []string{"a", "b"})
			if _, twice := declarations.DeclareWhole("one", "set", []string{"a", "b"}); twice {
				t.Error("the second plan of a replacement counts as another resource")
			}
			if omitted, twice := declarations.DeclareWhole("two", "set", second); !twice || len(omitted) > 0 {
				t.Errorf("twice = %t, omitted = %v", twice, omitted)
			}
			if declarations.DeclareMember("set", "c") {
				t.Error("a member is held to one of two wholes")
			}
		})
	}
}
