// Command vault stands for the provider hashicorp/vault in a test of the guides. It has the arguments of
// vault_kv_secret_v2 that the guides use, and keeps each secret as a file below VAULT_DIR. Run with arguments, it is
// `vault kv get -mount=MOUNT -field=FIELD NAME`.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) > 2 {
		if err := get(os.Args[3:]); err != nil {
			log.Fatal(err)
		}
		return
	}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return vault{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/hashicorp/vault"})
	if err != nil {
		log.Fatal(err)
	}
}

func file(mount, name string) string {
	return filepath.Join(os.Getenv("VAULT_DIR"), mount, name+".json")
}

func get(args []string) error {
	flags := flag.NewFlagSet("get", flag.ExitOnError)
	mount, field := flags.String("mount", "", ""), flags.String("field", "", "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	content, err := os.ReadFile(file(*mount, flags.Arg(0)))
	if err != nil {
		return err
	}
	var fields map[string]string
	if err := json.Unmarshal(content, &fields); err != nil {
		return err
	}
	fmt.Println(fields[*field])
	return nil
}

type vault struct{}

func (vault) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "vault"
}
func (vault) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (vault) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (vault) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (vault) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return secret{} }}
}

// secret is vault_kv_secret_v2.
type secret struct{}

type model struct {
	Mount             types.String `tfsdk:"mount"`
	Name              types.String `tfsdk:"name"`
	DataJSONWO        types.String `tfsdk:"data_json_wo"`
	DataJSONWOVersion types.Int64  `tfsdk:"data_json_wo_version"`
}

func (secret) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "vault_kv_secret_v2"
}

func (secret) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"mount":                schema.StringAttribute{Required: true},
		"name":                 schema.StringAttribute{Required: true},
		"data_json_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
		"data_json_wo_version": schema.Int64Attribute{Optional: true},
	}}
}

func (secret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	write(config, &resp.Diagnostics)
	resp.State.Raw = req.Plan.Raw
}

func (secret) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (secret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	write(config, &resp.Diagnostics)
	resp.State.Raw = req.Plan.Raw
}

func (secret) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if err := os.Remove(file(state.Mount.ValueString(), state.Name.ValueString())); err != nil {
		resp.Diagnostics.AddError("Could not delete", err.Error())
	}
}

func write(secret model, diags *diag.Diagnostics) {
	if diags.HasError() {
		return
	}
	path := file(secret.Mount.ValueString(), secret.Name.ValueString())
	err := os.MkdirAll(filepath.Dir(path), 0o700)
	if err == nil {
		err = os.WriteFile(path, []byte(secret.DataJSONWO.ValueString()), 0o600)
	}
	if err != nil {
		diags.AddError("Could not write", err.Error())
	}
}
