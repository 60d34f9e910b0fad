package cimdapplication

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// Resource is auth0access_cimd_application.
type Resource struct{ tf.ResourceOfApplication }

var (
	_ tf.Managed                          = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
)

// NewResource returns the resource auth0access_cimd_application.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource {
	return &Resource{tf.NewResourceOfApplication("auth0access_cimd_application")}
}

// Metadata names the resource.
func (r *Resource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.ResourceOfApplication.Metadata(ctx, req, resp)
	resp.ResourceBehavior.MutableIdentity = true // see findRemade
}

func (r *Resource) protection() *application.Protection {
	return application.ProtectionOf(r.ProviderData)
}

// Create registers the document, and sets what the configuration says besides.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan model
	resp.Diagnostics.Append(tf.Get(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(tf.Get(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	made := r.register(ctx, &config, &plan, &model{}, nil, &resp.Diagnostics)
	if made == nil {
		return
	}
	state := made.state(ctx, &plan)
	if !resp.Diagnostics.HasError() {
		r.set(ctx, &plan, state, &resp.Diagnostics)
		r.protection().Created(state.protected(), config.unprotects())
		state.protected().DeclareNew(r.Declarations, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, state)...)
	made.keep(ctx, resp.Private, &resp.Diagnostics)
	tf.NoteWrite(ctx, resp.Private, "", state.fingerprint(ctx), &resp.Diagnostics)
	tf.KeepCount(ctx, r.Client, auth0.CollectionApplications, resp.Private, &resp.Diagnostics)
}

// Read brings the state up to date with the application, and asks what a registration would bring.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(tf.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.settle(ctx, &state); err != nil {
		tf.AddAPIError(&resp.Diagnostics, "Could not tell which application was created", err)
		return
	}
	state.protected().NoteManaged(r.Declarations)
	if state.ClientID.ValueString() == "" {
		resp.State.RemoveResource(ctx)
		return
	}
	before := storedIn(ctx, req.Private)
	var now *stored
	var app *auth0.Application
	read := func(ctx context.Context, how auth0.Freshness) (*model, error) {
		var err error
		if app, err = r.Client.ReadApplication(ctx, state.ClientID.ValueString(), how); auth0.IsNotFound(err) {
			app, err = r.findRemade(ctx, &state, err)
		}
		if err != nil {
			return nil, err
		}
		if checkDescribed(app, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return &state, nil
		}
		if now, err = r.look(ctx, app, before); err != nil {
			return nil, fmt.Errorf("reading the application's keys: %w", err)
		}
		return shown(app, documentNow(before, now, &state), &state), nil
	}
	tf.Expect(ctx, r.Client, auth0.CollectionApplications, req.Private, resp.Private, &resp.Diagnostics)
	current, err := tf.ReadSettled(ctx, req.Private, read, func(now *model, before string) bool {
		return state.isOld(ctx, now, before)
	})
	switch {
	case app == nil && auth0.IsNotFound(err):
		r.Gone.Note(state.ClientID.ValueString())
		application.Forget(ctx, req.Private, resp.Private, &resp.Diagnostics)
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not read the application", err)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if app.IsDynamicallyRegistered() {
		application.NoteSelfRegistered(r.Declarations, app.ClientID)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, current)...)
	now.keep(ctx, resp.Private, &resp.Diagnostics)
	if acceptedIn(ctx, req.Private) == nil {
		acceptedOr(ctx, req.Private, &state, current).keepAccepted(ctx, resp.Private, &resp.Diagnostics)
	}
	r.protection().Read(state.protected(), current.protected())
	r.lookForOffer(ctx, current, resp.Private, &resp.Diagnostics)
}

// lookForOffer asks what a registration would bring, unless the state says not to.
func (r *Resource) lookForOffer(
	ctx context.Context, current *model, private tf.PrivateWriter, diags *diag.Diagnostics,
) {
	var found *offer
	if current.CheckDocument.ValueBool() {
		var err error
		if found, err = r.preview(ctx, current.MetadataURL.ValueString()); err != nil {
			tf.AddAPIError(diags, couldNotPreview, err)
			return
		}
	}
	keepOffer(ctx, private, found, documentIn(current.Document), diags)
}

const couldNotPreview = "Could not have the document looked at"

// settle gives a state without a client_id, of a creation without an answer, the one of the application that was
// made, if there is one.
func (r *Resource) settle(ctx context.Context, state *model) error {
	if state.ClientID.ValueString() != "" {
		return nil
	}
	app, err := r.Client.FindDescribedApplication(ctx, state.MetadataURL.ValueString())
	if app != nil {
		state.ClientID = types.StringValue(app.ClientID)
	}
	return err
}

// findRemade returns the application that somebody registered in place of the one in state, which is gone, and gives
// the state its client_id: a tenant has one application of a document, and state is about that one. If there is none,
// it returns gone.
func (r *Resource) findRemade(ctx context.Context, state *model, gone error) (*auth0.Application, error) {
	if state.MetadataURL.ValueString() == "" {
		return nil, gone
	}
	app, err := r.Client.FindDescribedApplication(ctx, state.MetadataURL.ValueString())
	switch {
	case err != nil:
		return nil, err
	case app == nil, app.ClientID == state.ClientID.ValueString(): // a listing may be late to lose an application
		return nil, gone
	}
	state.ClientID = types.StringValue(app.ClientID)
	state.protected().NoteManaged(r.Declarations)
	return app, nil
}

// Update registers the document if the plan takes over something new from it, and sets what the configuration says
// besides.
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
	current := &state
	if !plan.Document.Equal(state.Document) {
		made := r.register(ctx, &config, &plan, &state, acceptedOr(ctx, req.Private, &state), &resp.Diagnostics)
		if made == nil {
			return
		}
		current = made.state(ctx, &state)
		made.keep(ctx, resp.Private, &resp.Diagnostics)
		keepOffer(ctx, resp.Private, nil, nil, &resp.Diagnostics)
	} else {
		documentIn(plan.Document).keepAccepted(ctx, resp.Private, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		r.set(ctx, &plan, current, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(tf.Set(ctx, &resp.State, current)...)
	tf.NoteWrite(ctx, resp.Private, before, current.fingerprint(ctx), &resp.Diagnostics)
}

// set brings the application from the state to the plan, and the state with it.
func (r *Resource) set(ctx context.Context, plan, state *model, diags *diag.Diagnostics) {
	answer := state
	if fields := changes(ctx, plan, state, diags); !application.IsEmpty(fields) {
		app, err := r.Client.UpdateApplication(ctx, state.ClientID.ValueString(), fields)
		if err != nil {
			tf.AddAPIError(diags, "Could not update the application", application.Explained(err, fields))
			return
		}
		answer = shown(app, documentIn(state.Document), plan)
	}
	now := *plan
	now.ClientID = state.ClientID
	now.resolve(ctx, answer)
	*state = now
}

// Delete deletes the application, and with it its client grants.
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
	err := r.settle(ctx, &state)
	if err == nil && state.ClientID.ValueString() != "" {
		err = r.Client.DeleteApplication(ctx, state.ClientID.ValueString())
	}
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(&resp.Diagnostics, "Could not delete the application", err)
	}
}

// ImportState imports by the URL of the document, by client_id or by identity.
func (r *Resource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	if !strings.HasPrefix(req.ID, "https://") {
		r.ResourceOfApplication.ImportState(ctx, req, resp)
		return
	}
	app, err := r.Client.FindDescribedApplication(ctx, req.ID)
	switch {
	case err != nil:
		tf.AddAPIError(&resp.Diagnostics, "Could not look for the application", err)
	case app == nil:
		resp.Diagnostics.AddError("Document is not registered",
			fmt.Sprintf("The tenant %s has no application with the document %s. To register it, remove the import and apply.",
				r.Client.Domain(), auth0.Printable(req.ID)))
	default:
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("client_id"), app.ClientID)...)
	}
}

// checkDescribed refuses applications that no document describes.
func checkDescribed(app *auth0.Application, diags *diag.Diagnostics) {
	if app.IsThirdParty() && app.IsDescribedByDocument() {
		return
	}
	remedy := "Manage it with auth0access_third_party_application."
	if !app.IsThirdParty() {
		remedy = "It is a first-party application: manage it with auth0_client of the auth0/auth0 provider."
	}
	diags.AddAttributeError(path.Root("client_id"), "Application has no document",
		fmt.Sprintf("%q (%s) was not registered from a client ID metadata document. %s", app.Name, app.ClientID, remedy))
}
