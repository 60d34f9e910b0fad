package cimdapplication

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// model is a configuration, a plan or a state of the resource.
type model struct {
	application.Arguments
	MetadataURL              types.String `tfsdk:"metadata_url"`
	AllowedCallbackHosts     types.Set    `tfsdk:"allowed_callback_hosts"`
	Pin                      types.String `tfsdk:"pin"`
	CheckDocument            types.Bool   `tfsdk:"check_document"`
	AppType                  types.String `tfsdk:"app_type"`
	Description              types.String `tfsdk:"description"`
	GrantTypes               types.Set    `tfsdk:"grant_types"`
	SkipCallbackConfirmation types.Bool   `tfsdk:"skip_non_verifiable_callback_uri_confirmation_prompt"`
	ClientID                 types.String `tfsdk:"client_id" also:"id"`
	Document                 types.Object `tfsdk:"document"`
}

var applications = tf.Kind{
	Type:     "auth0access_cimd_application",
	Objects:  application.Objects,
	Twice:    "Application is declared twice",
	Argument: path.Root("metadata_url"),
}

// declared returns which application the resource is of. A new one has no client_id yet, and a tenant has one
// application of a document, so the document names it.
func (m *model) declared() tf.Declared {
	if m == nil || m.MetadataURL.ValueString() == "" {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind:      &applications,
		Object:    application.OfDocument(m.MetadataURL.ValueString()),
		Arguments: tf.ArgumentsOf(m, "client_id", "document"),
	}
}

// protected returns the application as deletion protection looks at it. Its successor has the same document.
func (m *model) protected() application.Protected {
	return application.Protected{
		ClientID:    m.ClientID.ValueString(),
		Name:        m.MetadataURL.ValueString(),
		Title:       m.title(),
		IsProtected: m.DeletionProtection.ValueBool(),
	}
}

// unprotects reports whether a configuration takes protection away, and does not only say nothing of it.
func (m *model) unprotects() bool {
	return !m.DeletionProtection.IsNull() && !m.DeletionProtection.ValueBool()
}

// title names the application to people.
func (m *model) title() string {
	if m.ClientID.ValueString() == "" {
		return m.MetadataURL.ValueString()
	}
	return fmt.Sprintf("%s (%s)", m.MetadataURL.ValueString(), m.ClientID.ValueString())
}

// shown returns the application as the API shows it, with the document that it was registered from.
func shown(app *auth0.Application, registered *document, prior *model) *model {
	return &model{
		Arguments:                application.Shown(app, &prior.Arguments),
		MetadataURL:              metadataURLOf(app, prior),
		AllowedCallbackHosts:     prior.AllowedCallbackHosts,
		Pin:                      prior.Pin,
		CheckDocument:            types.BoolValue(prior.CheckDocument.IsNull() || prior.CheckDocument.ValueBool()),
		AppType:                  tf.StringOrNull(app.AppType),
		Description:              tf.ForeignString(app.Description, prior.Description),
		GrantTypes:               tf.StringSet(app.GrantTypes),
		SkipCallbackConfirmation: confirmationOf(app, prior),
		ClientID:                 tf.StringOrNull(app.ClientID),
		Document:                 registered.object(),
	}
}

// notConfigured returns what stands for the state of an application that no configuration says anything of.
func notConfigured() *model { return &model{AllowedCallbackHosts: types.SetNull(types.StringType)} }

// metadataURLOf returns the URL of the document. The answer to an update does not show it.
func metadataURLOf(app *auth0.Application, prior *model) types.String {
	if app.ExternalClientID == "" {
		return prior.MetadataURL
	}
	return types.StringValue(app.ExternalClientID)
}

// confirmationOf returns the setting, which says nothing if it is off and nobody has set it.
func confirmationOf(app *auth0.Application, prior *model) types.Bool {
	skips := app.SkipCallbackConfirmation != nil && *app.SkipCallbackConfirmation
	if !skips && prior.SkipCallbackConfirmation.IsNull() {
		return types.BoolNull()
	}
	return types.BoolValue(skips)
}

// resolve replaces what is unknown in the plan by what the API answered.
func (m *model) resolve(ctx context.Context, answer *model) {
	m.Resolve(ctx, &answer.Arguments)
	m.AppType = application.Known(m.AppType, answer.AppType)
	m.Description = application.Known(m.Description, answer.Description)
	m.GrantTypes = application.Known(m.GrantTypes, answer.GrantTypes)
	m.ClientID = application.Known(m.ClientID, answer.ClientID)
	m.Document = application.Known(m.Document, answer.Document)
}

// changes returns the members of an update that turn the state into the plan. What the document says is not among them,
// unless the plan says otherwise.
func changes(ctx context.Context, plan, state *model, diags *diag.Diagnostics) auth0.ApplicationFields {
	fields := application.Changes(ctx, &plan.Arguments, &state.Arguments, diags)
	fields.AppType = application.ChangedText(state.AppType, plan.AppType)
	fields.Description = application.ChangedText(state.Description, plan.Description)
	fields.GrantTypes = application.Changed(state.GrantTypes, plan.GrantTypes, tf.Strings)
	fields.SkipCallbackConfirmation = application.Changed(
		state.SkipCallbackConfirmation, plan.SkipCallbackConfirmation, types.Bool.ValueBool,
	)
	return fields
}

// fingerprint stands for all that a write may change.
func (m *model) fingerprint(ctx context.Context) string {
	var ignored diag.Diagnostics
	encoded, err := json.Marshal(changes(ctx, m, &model{}, &ignored))
	if err != nil {
		return ""
	}
	return tf.Fingerprint(string(encoded), tf.StringIn(m.Document, "pin").ValueString())
}

// isOld reports whether what was read is from before the last write. m is what was written.
func (m *model) isOld(ctx context.Context, read *model, before string) bool {
	now := read.fingerprint(ctx)
	return now == before && now != m.fingerprint(ctx)
}
