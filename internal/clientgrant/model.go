package clientgrant

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ID          types.String `tfsdk:"id"`
	ClientID    types.String `tfsdk:"client_id"`
	Audience    types.String `tfsdk:"audience"`
	SubjectType types.String `tfsdk:"subject_type"`
	tf.GrantedScopes
	AuthorizationDetailsTypes types.Set    `tfsdk:"authorization_details_types"`
	OrganizationUsage         types.String `tfsdk:"organization_usage"`
	AllowAnyOrganization      types.Bool   `tfsdk:"allow_any_organization"`
	tf.Ending
}

var grants = tf.Kind{
	Type:     "auth0access_client_grant",
	Twice:    "Client grant is declared twice",
	Argument: path.Root("audience"),
}

// declared returns what the resource declares, as far as it is known.
func (m *model) declared() tf.Declared {
	if m == nil || m.ClientID.IsUnknown() || m.Audience.IsUnknown() || m.SubjectType.IsUnknown() {
		return tf.Declared{}
	}
	return tf.Declared{
		Kind: &grants,
		Object: fmt.Sprintf("client grant of application %s for %s "+
			"(%s)", m.ClientID.ValueString(), m.Audience.ValueString(), m.SubjectType.ValueString()),
		Arguments: tf.ArgumentsOf(m, "id", "client_id", "audience", "subject_type", "status"),
	}
}

// grantedOf returns what the grant permits if it is one for the API, and nil if there is none.
func (m *model) grantedOf(audience types.String) *tf.GrantedScopes {
	if m == nil || m.HasEnded() || !m.Audience.Equal(audience) {
		return nil
	}
	return &m.GrantedScopes
}

// fingerprint stands for all that an update may change.
func (m model) fingerprint() string {
	return tf.Fingerprint(m.Fingerprint(), strings.Join(tf.Strings(m.AuthorizationDetailsTypes), "\n"),
		organizationUsage(m.OrganizationUsage.ValueString()), m.AllowAnyOrganization.ValueBool())
}

// newGrant returns the request that makes the grant.
func (m model) newGrant() auth0.ClientGrantFields {
	fields := m.changes(model{})
	fields.ClientID = auth0.Set(m.ClientID.ValueString())
	fields.Audience = auth0.Set(m.Audience.ValueString())
	fields.SubjectType = auth0.Set(m.SubjectType.ValueString())
	return fields
}

// changes returns the request that turns the grant from what it was before into m; zero fields mean that nothing
// the API knows of differs.
func (m model) changes(before model) auth0.ClientGrantFields {
	scope, allScopes := m.Changes(before.GrantedScopes)
	fields := auth0.ClientGrantFields{
		Scope:                     scope,
		AllowAllScopes:            allScopes,
		AuthorizationDetailsTypes: tf.ChangedStrings(before.AuthorizationDetailsTypes, m.AuthorizationDetailsTypes),
	}
	if usage := organizationUsage(
		m.OrganizationUsage.ValueString(),
	); usage != organizationUsage(
		before.OrganizationUsage.ValueString(),
	) {
		fields.OrganizationUsage = auth0.Set(usage)
	}
	if m.AllowAnyOrganization.ValueBool() != before.AllowAnyOrganization.ValueBool() {
		fields.AllowAnyOrganization = auth0.Set(m.AllowAnyOrganization.ValueBool())
	}
	return fields
}

// modelOf returns the state of a grant. What Auth0 leaves out has its default.
func modelOf(grant *auth0.ClientGrant) model {
	now := model{
		ID:                        types.StringValue(grant.ID),
		ClientID:                  types.StringValue(grant.ClientID),
		Audience:                  types.StringValue(grant.Audience),
		SubjectType:               types.StringValue(grant.SubjectType),
		GrantedScopes:             tf.GrantedBy(grant),
		AuthorizationDetailsTypes: tf.StringSet(grant.AuthorizationDetailsTypes),
	}
	if grant.SubjectType == auth0.SubjectTypeClient || grant.OrganizationUsage != "" {
		now.OrganizationUsage = types.StringValue(organizationUsage(grant.OrganizationUsage))
	}
	if grant.SubjectType == auth0.SubjectTypeClient || grant.AllowAnyOrganization {
		now.AllowAnyOrganization = types.BoolValue(grant.AllowAnyOrganization)
	}
	return now
}

// organizationUsage fills in Auth0's default.
func organizationUsage(value string) string {
	if value == "" {
		return auth0.OrganizationsDeny
	}
	return value
}

// naturalKey is what Auth0 keeps at most one grant for.
type naturalKey struct{ clientID, audience, subjectType string }

// ImportID returns the id by which a grant is imported, made of what Auth0 keeps at most one grant for.
func ImportID(clientID, audience, subjectType string) (string, error) {
	id := naturalKey{clientID, audience, subjectType}.String()
	key, err := parseKey(id)
	if err == nil && key.clientID != clientID {
		err = fmt.Errorf("the client id %q has a bar, which none has", clientID)
	}
	return id, err
}

// ParseImportID takes apart what [ImportID] returns.
func ParseImportID(id string) (clientID, audience, subjectType string, err error) {
	key, err := parseKey(id)
	return key.clientID, key.audience, key.subjectType, err
}

// parseKey reads client_id|audience|subject_type. Neither a client id nor a subject type contains a bar, so that an
// audience may.
func parseKey(text string) (naturalKey, error) {
	clientID, rest, _ := strings.Cut(text, "|")
	bar := strings.LastIndex(rest, "|")
	if bar < 0 {
		return naturalKey{}, fmt.Errorf("%q is not of the form client_id|audience|subject_type", text)
	}
	key := naturalKey{clientID: clientID, audience: rest[:bar], subjectType: rest[bar+1:]}
	switch {
	case key.clientID == "":
		return naturalKey{}, fmt.Errorf("%q names no application before the first bar", text)
	case key.audience == "":
		return naturalKey{}, fmt.Errorf("%q names no API between the bars", text)
	case key.subjectType != auth0.SubjectTypeUser && key.subjectType != auth0.SubjectTypeClient:
		return naturalKey{}, fmt.Errorf("%q ends in the subject type %q; it is %q or "+
			"%q", text, key.subjectType, auth0.SubjectTypeUser, auth0.SubjectTypeClient)
	}
	return key, nil
}

func (k naturalKey) String() string {
	return strings.Join([]string{k.clientID, k.audience, k.subjectType}, "|")
}

func (k naturalKey) filter() auth0.ClientGrantFilter {
	return auth0.ClientGrantFilter{ClientID: k.clientID, Audience: k.audience, SubjectType: k.subjectType}
}

func (m model) key() naturalKey {
	return naturalKey{
		clientID:    m.ClientID.ValueString(),
		audience:    m.Audience.ValueString(),
		subjectType: m.SubjectType.ValueString(),
	}
}
