package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
	"github.com/auth0access/terraform-provider-auth0access/internal/serve"
)

// managed is a resource that is created and refreshed by the provider's protocol server, as Terraform does it.
type managed struct {
	tenant   *tenant
	typeName string
	config   map[string]any

	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
	planned *tfprotov6.PlanResourceChangeResponse
	applied *tfprotov6.ApplyResourceChangeResponse
}

// plan starts a provider and plans the resource. Terraform does so in each apply, too.
func (r *managed) plan(ctx context.Context) (err error) {
	if err := r.start(ctx); err != nil {
		return err
	}
	r.planned, err = r.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.typeName, PriorState: encode(nil), ProposedNewState: encode(r.config), Config: encode(r.config),
	})
	return problem(err, r.planned.Diagnostics)
}

func (r *managed) create(ctx context.Context) (err error) {
	r.applied, err = r.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        r.typeName,
		PriorState:      encode(nil),
		PlannedState:    r.planned.PlannedState,
		Config:          encode(r.config),
		PlannedPrivate:  r.planned.PlannedPrivate,
		PlannedIdentity: r.planned.PlannedIdentity,
	})
	return problem(err, r.applied.Diagnostics)
}

func (r *managed) refresh(ctx context.Context) error {
	read, err := r.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName:        r.typeName,
		CurrentState:    r.applied.NewState,
		CurrentIdentity: r.applied.NewIdentity,
		Private:         r.applied.Private,
	})
	return problem(err, read.Diagnostics)
}

// start starts a provider that is configured for the tenant. Like Terraform, it gets the schemas first. The first read
// still enters the file of each resource, because the framework asks each one how it behaves.
func (r *managed) start(ctx context.Context) (err error) {
	r.server = serve.NewServer(provider.New("entered")())
	if r.schemas, err = r.server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		return err
	}
	configured, err := r.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: encode(map[string]any{
		"domain": r.tenant.URL, "client_id": r.tenant.id, "client_secret": r.tenant.secret,
	})})
	return problem(err, configured.Diagnostics)
}

// clientID returns the application's client_id, or the grant's.
func (r *managed) clientID() (clientID string, err error) {
	state, err := r.applied.NewState.Unmarshal(r.schemas.ResourceSchemas[r.typeName].ValueType())
	if err != nil {
		return "", err
	}
	var attributes map[string]tftypes.Value
	if err := state.As(&attributes); err != nil {
		return "", err
	}
	err = attributes["client_id"].As(&clientID)
	return clientID, err
}

// encode returns an object as Terraform would send it; missing attributes are null.
func encode(object map[string]any) *tfprotov6.DynamicValue {
	encoded, err := json.Marshal(object)
	if err != nil {
		panic(err) // strings and lists of strings always have a JSON form
	}
	return &tfprotov6.DynamicValue{JSON: encoded}
}

// problem returns the error of a request.
func problem(err error, diagnostics []*tfprotov6.Diagnostic) error {
	errs := []error{err}
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail))
		}
	}
	return errors.Join(errs...)
}
