package acctest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Source is a resource of another provider that a moved block names.
type Source struct {
	Provider      string // address; empty for the official provider's
	Type          string
	SchemaVersion int64
	State         string // JSON, as it stands in Terraform's state
}

func (s Source) provider() string {
	if s.Provider == "" {
		return "registry.terraform.io/auth0/auth0"
	}
	return s.Provider
}

// MoveResult is what the provider answered to a move, and then to a read.
type MoveResult struct {
	Moved  map[string]any // before the read
	Read   map[string]any // nil where the move or the read failed
	Errors []string       // summary and detail
}

// Move drives the provider's protocol server as Terraform does for a moved block: it moves the resource and reads it,
// twice, as a plan and the next plan do. It fails the test if the second read says anything else.
func Move(t testing.TB, tenant *Tenant, source Source, typeName string) MoveResult {
	t.Helper()
	s := newProtocolServer(t, tenant)
	schema := s.resourceSchema(typeName)
	moved, err := s.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: source.provider(),
		SourceTypeName:        source.Type,
		SourceSchemaVersion:   source.SchemaVersion,
		SourceState:           &tfprotov6.RawState{JSON: []byte(source.State)},
		SourcePrivate:         []byte("null"), // what a provider of the older SDK leaves
		TargetTypeName:        typeName,
	})
	if err != nil {
		t.Fatal(err)
	}
	var result MoveResult
	if _, result.Errors = texts(moved.Diagnostics); len(result.Errors) > 0 {
		return result
	}
	result.Moved = s.decode(moved.TargetState, schema)
	read := &tfprotov6.ReadResourceResponse{
		NewState:    moved.TargetState,
		NewIdentity: moved.TargetIdentity,
		Private:     moved.TargetPrivate,
	}
	for range 2 {
		s := newProtocolServer(t, tenant) // which remembers nothing
		read, err = s.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
			TypeName:        typeName,
			CurrentState:    read.NewState,
			CurrentIdentity: read.NewIdentity,
			Private:         read.Private,
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, result.Errors = texts(read.Diagnostics); len(result.Errors) > 0 {
			result.Read = nil
			return result
		}
		state := s.decode(read.NewState, schema)
		if result.Read != nil && !cmp.Equal(state, result.Read) {
			t.Errorf("the second read differs from the first:\n%s", cmp.Diff(result.Read, state))
		}
		result.Read = state
	}
	return result
}
