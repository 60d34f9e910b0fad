package cimdapplication

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// registration is what came of registering a document.
type registration struct {
	clientID string             // empty if nobody knows
	app      *auth0.Application // nil if it could not be read
	document *document
	accepted *document
	stored   *stored
}

// state returns the state after the registration: what the application shows, and what Auth0 does not know as in prior.
func (made *registration) state(ctx context.Context, prior *model) *model {
	if made.app != nil {
		return shown(made.app, made.document, prior)
	}
	unread := *prior
	unread.resolve(ctx, shown(&auth0.Application{ClientID: made.clientID}, made.document, prior))
	unread.Document = made.document.object()
	if prior.ClientID.IsUnknown() { // it is tainted, and to be replaced
		unread.DeletionProtection = types.BoolValue(false)
	}
	return &unread
}

func (made *registration) keep(ctx context.Context, private tf.PrivateWriter, diags *diag.Diagnostics) {
	made.accepted.keepAccepted(ctx, private, diags)
	if made.stored != nil {
		made.stored.keep(ctx, private, diags)
	}
}

// register registers the document, if it still is what the plan says. The state is empty for a new application, and
// accepted is nil. It returns nil if nothing was registered.
func (r *Resource) register(
	ctx context.Context, config, plan, state *model, accepted *document, diags *diag.Diagnostics,
) *registration {
	documentAt := plan.MetadataURL.ValueString()
	offered, err := r.preview(ctx, documentAt)
	if err != nil {
		tf.AddAPIError(diags, couldNotPreview, err)
		return nil
	}
	if checkOffer(plan, state, offered, diags); !diags.HasError() {
		checkAccepted(config, accepted, documentIn(state.Document), offered.Document, diags)
	}
	if diags.HasError() {
		return nil
	}
	registered, app, err := r.Client.RegisterDocument(ctx, documentAt, state.ClientID.ValueString())
	if registered == nil {
		return r.notRegistered(state, offered, err, diags)
	}
	made := &registration{
		clientID: registered.ClientID, app: app,
		document: mappedDocument(&registered.MappedFields), accepted: offered.Document,
	}
	switch {
	case app == nil:
		tf.AddAPIError(diags, "Could not read the application that was registered", err)
		return made
	case state.ClientID.ValueString() != "" && registered.ClientID != state.ClientID.ValueString():
		r.undo(ctx, registered.ClientID, diags)
		diags.AddError("Application was deleted meanwhile",
			fmt.Sprintf("The application %s was deleted since the plan. Plan again: Terraform then makes a new one.",
				state.title()))
		return nil
	}
	if made.stored, err = r.look(ctx, app, nil); err != nil {
		made.stored = nil // the next refresh looks
	}
	if made.document.isSame(offered.Document) {
		return made
	}
	diags.AddAttributeError(path.Root("metadata_url"), "Document changed while it was registered",
		fmt.Sprintf("The publisher changed %s in that moment: %s. %s",
			auth0.Printable(documentAt), offered.Document.changesTo(made.document),
			r.remedy(ctx, made, state, diags)))
	if made.clientID == "" {
		return nil
	}
	return made
}

// remedy takes back what was registered unseen, if that is a new application, and says what to do.
func (r *Resource) remedy(ctx context.Context, made *registration, state *model, diags *diag.Diagnostics) string {
	if state.ClientID.ValueString() == "" && r.undo(ctx, made.clientID, diags) {
		made.clientID = ""
		return "The new application was deleted again. Plan again, and look at what the document says now."
	}
	return "Auth0 has taken it over, unseen. The next plan refuses it if it has more than was accepted; to shut " +
		"the application off, remove its grants."
}

// undo deletes an application that was made and is not wanted.
func (r *Resource) undo(ctx context.Context, clientID string, diags *diag.Diagnostics) bool {
	err := r.Client.DeleteApplication(ctx, clientID)
	if err != nil && !auth0.IsNotFound(err) {
		tf.AddAPIError(diags, "Could not delete the application again", err)
		return false
	}
	return true
}

// notRegistered reports that a document was not registered. If nobody knows whether it was, a new application is in
// state without a client_id: the next refresh looks for it by the URL.
func (r *Resource) notRegistered(state *model, offered *offer, err error, diags *diag.Diagnostics) *registration {
	isNew := state.ClientID.ValueString() == ""
	if isNew && errors.Is(err, auth0.ErrUnknownOutcome) {
		tf.AddAPIError(diags, "Application may have been registered",
			fmt.Errorf("%w.\n\nRun Terraform again once the cause is removed: it looks for the application and, if it is "+
				"there, replaces it, because the resource is tainted", err))
		return &registration{document: offered.Document, accepted: offered.Document}
	}
	if refusal, ok := errors.AsType[*auth0.Error](err); ok && refusal.StatusCode == http.StatusForbidden &&
		len(refusal.MissingScopes()) == 0 {
		// Assumption: documents-need-the-setting: such a tenant refuses so, in words that are not known.
		err = fmt.Errorf("%w.\n\nSome tenants take documents only while client_id_metadata_document_supported is on. If it "+
			"is off in this one, set it to true in an auth0access_authorization_server, and name that in the depends_on "+
			"of this resource", err)
	}
	tf.AddAPIError(diags, "Could not register the document", err)
	return nil
}

// checkOffer refuses what the plan does not say.
func checkOffer(plan, state *model, offered *offer, diags *diag.Diagnostics) {
	if checkUsable(plan, offered, diags); diags.HasError() {
		return
	}
	if planned := documentIn(plan.Document); planned != nil && !planned.isSame(offered.Document) {
		diags.AddAttributeError(path.Root("metadata_url"), "Document changed since the plan",
			fmt.Sprintf("The publisher has changed %s: %s. Nothing was registered. Plan again, and look at what it says now.",
				auth0.Printable(plan.MetadataURL.ValueString()), planned.changesTo(offered.Document)))
		return
	}
	switch known := state.ClientID.ValueString(); {
	case known == "" && offered.ClientID != "":
		addRegistered(plan, offered.ClientID, diags)
	case known != "" && offered.ClientID != "" && known != offered.ClientID:
		diags.AddAttributeError(path.Root("metadata_url"), "Document is another application's",
			fmt.Sprintf("%s describes the application %s now, and the state has %s. Plan again.",
				auth0.Printable(plan.MetadataURL.ValueString()), offered.ClientID, known))
	}
}
