package thirdpartyapplication

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// Resource is auth0access_third_party_application.
type Resource struct{ tf.ResourceOfApplication }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_third_party_application.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResourceOfApplication("auth0access_third_party_application")}
}

// Create registers the application, its keys included, with one call. If it stays unknown whether Auth0 has made it,
// the application is in state without a client_id, and the next Read finds out: see unsettled.go.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	keys, _ := credentialsIn(plan.ClientAuthenticationMethods, &resp.Diagnostics)
	application.Report(keys.problems(), &resp.Diagnostics)
	fields := creation(ctx, &plan, keys, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	app, err := r.Client.CreateApplicationOnce(ctx, fields)
	if err != nil {
		addCreateError(&resp.Diagnostics, plan.Name.ValueString(), err, fields)
		if app = keepTrace(ctx, resp.Private, err, &resp.Diagnostics); app == nil {
			return
		}
		keys, plan.DeletionProtection = nil, types.BoolValue(false)
	}
	plan.resolve(ctx, shown(app, nil, &plan))
	plan.ClientAuthenticationMethods = r.created(ctx, app, keys).object()
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, plan)...)
	if err == nil {
		r.protection().Created(plan.protected(), config.unprotects())
		plan.protected().DeclareNew(r.Declarations, &resp.Diagnostics)
	}
	tf.NoteWrite(ctx, resp.Private, "", plan.fingerprint(ctx), &resp.Diagnostics)
	tf.KeepCount(ctx, r.Client, auth0.CollectionApplications, resp.Private, &resp.Diagnostics)
}

// Read brings the state up to date with the application.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	known := state.knownKeys(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.settle(ctx, req.Private, &state); err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not tell which application was created", err)
		return
	}
	state.protected().NoteManaged(r.Declarations)
	if state.ClientID.ValueString() == "" {
		resp.State.RemoveResource(ctx)
		return
	}
	var app *auth0.Application
	read := func(ctx context.Context, how auth0.Freshness) (now *model, err error) {
		app, now, err = r.read(ctx, &state, known, how, &resp.Diagnostics)
		return now, err
	}
	tf.Expect(ctx, r.Client, auth0.CollectionApplications, req.Private, resp.Private, &resp.Diagnostics)
	now, err := tf.ReadSettled(
		ctx,
		req.Private,
		read,
		func(now *model, before string) bool { return state.isOld(ctx, now, before) },
	)
	if app != nil && app.IsDynamicallyRegistered() {
		application.NoteSelfRegistered(r.Declarations, app.ClientID)
	}
	var ofKeys keysError
	switch {
	case errors.As(err, &ofKeys):
		tf.AddAPIError(&resp.Diagnostics, "Could not read the application's keys", ofKeys.error)
	case auth0.IsNotFound(err):
		application.Forget(ctx, req.Private, resp.Private, &resp.Diagnostics)
		resp.State.RemoveResource(ctx)
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the application", err)
	case !resp.Diagnostics.HasError():
		resp.Diagnostics.Append(tf.Set(ctx, &resp.State, now)...)
		noteDocument(ctx, app, req.Private, resp.Private, &resp.Diagnostics)
		r.protection().Read(state.protected(), now.protected())
		if known.isFirstSight {
			resp.Diagnostics.Append(resp.Private.SetKey(ctx, firstSightKey, nil)...)
		}
	}
}

// read returns the application as it is.
func (r *Resource) read(
	ctx context.Context,
	state *model,
	known knownKeys,
	how auth0.Freshness,
	diags *diag.Diagnostics,
) (*auth0.Application, *model, error) {
	app, err := r.Client.ReadApplication(ctx, state.ClientID.ValueString(), how)
	if err != nil {
		return nil, nil, err
	}
	checkThirdParty(app, diags)
	if state.Name.IsNull() {
		refuseDescribed(app, diags)
	}
	if diags.HasError() {
		return app, state, nil
	}
	keys, err := r.readKeys(ctx, app, known)
	if err != nil {
		return nil, nil, keysError{err}
	}
	return app, shown(app, keys, state), nil
}

// keysError is the failure to read an application's keys. Even a 404 does not say that the application is gone.
type keysError struct{ error }

func (e keysError) Unwrap() error { return e.error }

// Update changes what the plan changes; see update for the order.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config, plan, state model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.protection().Updated(state.protected(), config.unprotects())
	before := state.fingerprint(ctx)
	r.update(ctx, &plan, &state, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	tf.NoteWrite(ctx, resp.Private, before, state.fingerprint(ctx), &resp.Diagnostics)
}

// Delete deletes the application, and with it its client grants. If the plan could not refuse, this does; see
// protection.go.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	state.DeletionProtection = types.BoolValue(
		r.protection().CheckDeletion(ctx, resp.Private, state.protected(), &resp.Diagnostics),
	)
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.settle(ctx, req.Private, &state)
	if err == nil && state.ClientID.ValueString() != "" {
		err = r.Client.DeleteApplication(ctx, state.ClientID.ValueString())
	}
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not delete the application", err)
	}
}

// checkThirdParty refuses applications that are not this provider's business.
func checkThirdParty(app *auth0.Application, diags *diag.Diagnostics) {
	if app.IsThirdParty() {
		return
	}
	diags.AddAttributeError(path.Root("client_id"), "Application is not third-party",
		fmt.Sprintf("%q (%s) is a first-party application, and Auth0 does not turn one into the other. This provider "+
			"manages third-party applications only: remove the resource or import block, and manage this application with "+
			"auth0_client of the auth0/auth0 provider.",
			app.Name, app.ClientID))
}
