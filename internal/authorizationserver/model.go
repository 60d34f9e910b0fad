package authorizationserver

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// model is the settings. One that is null is not managed.
type model struct {
	ResourceParameterProfile          types.String `tfsdk:"resource_parameter_profile"`
	ClientIDMetadataDocumentSupported types.Bool   `tfsdk:"client_id_metadata_document_supported"`
	UseScopeDescriptionsForConsent    types.Bool   `tfsdk:"use_scope_descriptions_for_consent"`
	Domain                            types.String `tfsdk:"domain" also:"id"`
}

// isEmpty reports whether no setting is managed.
func (m *model) isEmpty() bool {
	return m.ResourceParameterProfile.IsNull() && m.ClientIDMetadataDocumentSupported.IsNull() &&
		m.UseScopeDescriptionsForConsent.IsNull()
}

// show takes over what the tenant says of the settings that are managed. After an import, of which nothing is known
// yet, all are.
func (m *model) show(client *auth0.Client, settings *auth0.TenantSettings) {
	isImported := m.isEmpty()
	if isImported || !m.ResourceParameterProfile.IsNull() {
		m.ResourceParameterProfile = types.StringValue(profile(settings))
	}
	if isImported || !m.ClientIDMetadataDocumentSupported.IsNull() {
		m.ClientIDMetadataDocumentSupported = types.BoolValue(settings.ClientIDMetadataDocumentSupported)
	}
	if isImported || !m.UseScopeDescriptionsForConsent.IsNull() {
		m.UseScopeDescriptionsForConsent = types.BoolValue(settings.Flags.UseScopeDescriptionsForConsent)
	}
	if m.Domain.ValueString() == "" {
		m.Domain = types.StringValue(client.Domain())
	}
}

// profile returns the tenant's profile; one that was never set is the default.
func profile(settings *auth0.TenantSettings) string {
	return cmp.Or(settings.ResourceParameterProfile, auth0.ResourceParameterAudience)
}

// changes returns the update that makes the settings what is planned.
func (m *model) changes(settings *auth0.TenantSettings) (fields auth0.TenantSettingsFields) {
	if wanted := m.ResourceParameterProfile; !wanted.IsNull() && wanted.ValueString() != profile(settings) {
		fields.ResourceParameterProfile = auth0.Set(wanted.ValueString())
	}
	wanted, now := m.ClientIDMetadataDocumentSupported, settings.ClientIDMetadataDocumentSupported
	if !wanted.IsNull() && wanted.ValueBool() != now {
		fields.ClientIDMetadataDocumentSupported = auth0.Set(wanted.ValueBool())
	}
	wanted, now = m.UseScopeDescriptionsForConsent, settings.Flags.UseScopeDescriptionsForConsent
	if !wanted.IsNull() && wanted.ValueBool() != now {
		fields.Flags = auth0.Set(auth0.TenantFlagsFields{UseScopeDescriptionsForConsent: auth0.Set(wanted.ValueBool())})
	}
	return fields
}

func write(
	ctx context.Context, r *tf.Resource, now *auth0.TenantSettings, plan, _ *model, _ *diag.Diagnostics,
) (*auth0.TenantSettings, error) {
	fields := plan.changes(now)
	if fields == (auth0.TenantSettingsFields{}) {
		return now, nil
	}
	return r.Client.UpdateTenantSettings(ctx, fields)
}

func fingerprint(settings *auth0.TenantSettings) string {
	return tf.Fingerprint(
		profile(settings), settings.ClientIDMetadataDocumentSupported, settings.Flags.UseScopeDescriptionsForConsent,
	)
}

var servers = tf.Kind{
	Type:     "auth0access_authorization_server",
	Twice:    "Authorization server is declared twice",
	Argument: path.Root("resource_parameter_profile"),
	Stays:    true,
}

// declared returns what the resource declares.
func (m *model) declared() tf.Declared {
	if m == nil {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind: &servers, Object: "tenant's authorization server", Arguments: tf.ArgumentsOf(m, "domain"),
	}
}

// text names the settings that are managed.
func (m *model) text() string {
	var settings []string
	if !m.ResourceParameterProfile.IsNull() {
		settings = append(settings, "resource_parameter_profile = "+m.ResourceParameterProfile.ValueString())
	}
	for _, one := range []struct {
		name  string
		value types.Bool
	}{
		{"client_id_metadata_document_supported", m.ClientIDMetadataDocumentSupported},
		{"use_scope_descriptions_for_consent", m.UseScopeDescriptionsForConsent},
	} {
		if !one.value.IsNull() {
			settings = append(settings, fmt.Sprintf("%s = %t", one.name, one.value.ValueBool()))
		}
	}
	return strings.Join(settings, ", ")
}
