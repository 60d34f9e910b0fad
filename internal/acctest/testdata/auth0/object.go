package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// object is a resource that is one object of a collection of the API.
type object struct {
	typeName   string
	collection string // path
	id         string // name of the API's member that is the id
	attributes map[string]schema.Attribute
	// request and state translate between arguments and members of the API, of which most have the same name.
	request, state func(map[string]any)
	// fixed are arguments that are sent with a creation only.
	fixed []string

	tenant *tenant
}

func (o *object) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = o.typeName
}

func (o *object) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: o.attributes}
}

func (o *object) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	o.tenant, _ = req.ProviderData.(*tenant)
}

func (o *object) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	body, err := arguments(req.Config)
	o.request(body)
	o.write(ctx, http.MethodPost, o.collection, body, err, &resp.State, &resp.Diagnostics)
}

func (o *object) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	o.write(ctx, http.MethodGet, o.path(ctx, req.State, &resp.Diagnostics), nil, nil, &resp.State, &resp.Diagnostics)
}

func (o *object) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	body, err := arguments(req.Config)
	o.request(body)
	for _, name := range o.fixed {
		delete(body, name)
	}
	o.write(ctx, http.MethodPatch, o.path(ctx, req.State, &resp.Diagnostics), body, err, &resp.State, &resp.Diagnostics)
}

func (o *object) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if _, err := o.tenant.call(ctx, http.MethodDelete, o.path(ctx, req.State, &resp.Diagnostics), nil); err != nil {
		resp.Diagnostics.AddError("Could not delete", err.Error())
	}
}

func (o *object) path(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) string {
	var id types.String
	diags.Append(state.GetAttribute(ctx, idPath, &id)...)
	return o.collection + "/" + id.ValueString()
}

// write makes a call, unless err says that there is none to make, and puts the answer into the state.
func (o *object) write(ctx context.Context, method, path string, body map[string]any, err error, state *tfsdk.State, diags *diag.Diagnostics) {
	var answer map[string]any
	if err == nil {
		answer, err = o.tenant.call(ctx, method, path, body)
	}
	if errors.Is(err, errNotFound) && method == http.MethodGet {
		state.RemoveResource(ctx)
		return
	}
	if err == nil {
		answer["id"] = answer[o.id]
		o.state(answer)
		state.Raw, err = stateOf(answer, state.Schema.Type().TerraformType(ctx))
	}
	if err != nil {
		diags.AddError("Could not "+method+" "+path, err.Error())
	}
}

func stateOf(answer map[string]any, shape tftypes.Type) (tftypes.Value, error) {
	encoded, err := json.Marshal(answer)
	if err != nil {
		return tftypes.Value{}, err
	}
	return (&tfprotov6.RawState{JSON: encoded}).UnmarshalWithOpts(shape, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
}

// arguments are those that the configuration gives: strings, booleans and lists of strings.
func arguments(config tfsdk.Config) (map[string]any, error) {
	var members map[string]tftypes.Value
	if err := config.Raw.As(&members); err != nil {
		return nil, err
	}
	body := map[string]any{}
	for name, member := range members {
		if member.IsNull() {
			continue
		}
		var err error
		switch {
		case member.Type().Is(tftypes.Bool):
			var value bool
			err = member.As(&value)
			body[name] = value
		case member.Type().Is(tftypes.String):
			var value string
			err = member.As(&value)
			body[name] = value
		default:
			var items []tftypes.Value
			err = member.As(&items)
			values := make([]string, len(items))
			for i, item := range items {
				err = errors.Join(err, item.As(&values[i]))
			}
			body[name] = values
		}
		if err != nil {
			return nil, err
		}
	}
	return body, nil
}
