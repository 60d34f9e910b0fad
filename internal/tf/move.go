package tf

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// officialProvider is the provider that resources can be moved from, in whichever registry.
const officialProvider = "auth0/auth0"

// isOfficial reports whether an address is that of the official provider. Of several instances that a moved block
// moves, OpenTofu names the provider of the target for all but the first; none of the types there are those of the
// official one.
func isOfficial(address string) bool {
	_, provider, _ := strings.Cut(address, "/")
	return provider == officialProvider || strings.HasSuffix(provider, "/auth0access")
}

// MoveFrom returns the state mover that takes over the official provider's resources of a type. move gets their state,
// decoded as S. Nothing is asked of the tenant: Terraform moves state before it configures a provider, and reads
// afterwards.
//
// Whatever version of its schema the state has, it is decoded as far as S knows it. All versions so far agree in that.
func MoveFrom[S any](
	typeName string,
	move func(context.Context, *S, *resource.MoveStateResponse),
) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if !isOfficial(req.SourceProviderAddress) || req.SourceTypeName != typeName {
				resp.Diagnostics.AddError("Resource cannot be moved here",
					fmt.Sprintf("The moved block's source is %s of %s. This resource takes over %s of %s only. "+
						"Remove the moved block; to bring an object of another source under this configuration, write an import block.",
						req.SourceTypeName, req.SourceProviderAddress, typeName, officialProvider))
				return
			}
			source := new(S)
			if err := decode(req.SourceRawState.JSON, source); err != nil {
				resp.Diagnostics.AddError("State of the source not understood",
					fmt.Sprintf("What Terraform's state says of %s cannot be taken over: %s. Its schema has version %d; this "+
						"provider knows version 0. Write an import block and a removed block in place of the moved "+
						"block.", typeName, err, req.SourceSchemaVersion))
				return
			}
			move(ctx, source, resp)
			if !resp.Diagnostics.HasError() {
				identify(ctx, resp.TargetState, resp.TargetIdentity)
			}
		},
	}}
}

func decode(state []byte, source any) error {
	var identified struct {
		ID string `json:"id"`
	}
	if err := errors.Join(json.Unmarshal(state, &identified), json.Unmarshal(state, source)); err != nil {
		return err
	}
	if identified.ID == "" {
		return errors.New("it has no id")
	}
	return nil
}

// MovedGrant is the state of auth0_client_grant. All but the scopes have the names that they have in the API.
type MovedGrant struct {
	auth0.ClientGrant
	Scopes []string `json:"scopes"`
}

// Grant returns the grant. State from before there were grants for users names no subject type.
func (m *MovedGrant) Grant() *auth0.ClientGrant {
	grant := m.ClientGrant
	grant.Scope = m.Scopes
	if grant.SubjectType == "" {
		grant.SubjectType = auth0.SubjectTypeClient
	}
	return &grant
}
