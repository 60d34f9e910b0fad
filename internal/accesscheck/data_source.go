package accesscheck

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

// DataSource is auth0access_access_check.
type DataSource struct{ tf.DataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// NewDataSource returns the data source auth0access_access_check.
func NewDataSource() datasource.DataSource {
	return &DataSource{tf.NewDataSource("auth0access_access_check")}
}

// ValidateConfig refuses arguments about logins if the token is not for a user.
func (d *DataSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var subjectType, connection types.String
	var silent types.Bool
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("subject_type"), &subjectType)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("connection_name"), &connection)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("prompt_none"), &silent)...)
	if subjectType.ValueString() != auth0.SubjectTypeClient {
		return
	}
	if silent.ValueBool() {
		resp.Diagnostics.AddAttributeError(path.Root("prompt_none"), "Silent login without users",
			fmt.Sprintf("With subject_type = %q the application acts for itself, and nobody logs in. Leave prompt_none out, "+
				"or write subject_type = %q.", auth0.SubjectTypeClient, auth0.SubjectTypeUser))
	}
	if !connection.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("connection_name"), "Connection without users",
			fmt.Sprintf("With subject_type = %q the application acts for itself, and nobody logs in. Leave connection_name "+
				"out, or write subject_type = %q.", auth0.SubjectTypeClient, auth0.SubjectTypeUser))
	}
}

// Read reads the conditions from the tenant and judges them.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	result, err := Check(ctx, d.Client, config.question())
	if err != nil {
		addError(&resp.Diagnostics, d.Client, err)
		return
	}
	config.answer(d.Client.Domain(), result)
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func addError(diags *diag.Diagnostics, client *auth0.Client, err error) {
	var firstParty *FirstPartyError
	if errors.As(err, &firstParty) {
		diags.AddAttributeError(path.Root("client_id"), "Application is first-party",
			fmt.Sprintf("%s (%q) belongs to the owner of %s. This data source checks third-party applications only. Write the "+
				"client_id of one.", firstParty.Application.ClientID, firstParty.Application.Name, client.Domain()))
		return
	}
	tf.AddAPIError(diags, "Could not check the access", err)
}
