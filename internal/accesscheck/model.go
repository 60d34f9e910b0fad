package accesscheck

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/accesscheck/judge"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

type model struct {
	ID           types.String `tfsdk:"id"`
	ClientID     types.String `tfsdk:"client_id"`
	Audience     types.String `tfsdk:"audience"`
	SubjectType  types.String `tfsdk:"subject_type"`
	Scopes       tf.SetValue  `tfsdk:"scopes"`
	Organization types.String `tfsdk:"organization_id"`
	Connection   types.String `tfsdk:"connection_name"`
	ByResource   types.Bool   `tfsdk:"resource_parameter"`
	Silent       types.Bool   `tfsdk:"prompt_none"`
	Allowed      types.Bool   `tfsdk:"allowed"`
	Reason       types.String `tfsdk:"reason"`
	Conditions   []condition  `tfsdk:"conditions"`
	Markdown     types.String `tfsdk:"markdown"`
}

type condition struct {
	Name     string       `tfsdk:"name"`
	State    string       `tfsdk:"state"`
	Evidence string       `tfsdk:"evidence"`
	Remedy   types.String `tfsdk:"remedy"`
}

func (m model) question() judge.Question {
	return judge.Question{
		ClientID:     m.ClientID.ValueString(),
		Audience:     m.Audience.ValueString(),
		SubjectType:  m.SubjectType.ValueString(),
		Scopes:       tf.Strings(m.Scopes.Set),
		Organization: m.Organization.ValueString(),
		Connection:   m.Connection.ValueString(),
		ByResource:   m.ByResource.ValueBool(),
		Silent:       m.Silent.ValueBool(),
	}
}

func (m *model) answer(domain string, result judge.Result) {
	m.ID = types.StringValue(domain)
	m.Allowed = types.BoolValue(result.Allowed)
	m.Reason = types.StringValue(result.Reason)
	m.Markdown = types.StringValue(result.Markdown())
	m.Conditions = make([]condition, 0, len(result.Conditions))
	for _, one := range result.Conditions {
		m.Conditions = append(m.Conditions, condition{
			one.Name, string(one.State), one.Evidence, tf.StringOrNull(one.Remedy),
		})
	}
}
