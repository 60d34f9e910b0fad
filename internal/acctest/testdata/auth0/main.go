// Command auth0 stands for the official provider, auth0/auth0, in a test of the guides. Of three resources it has what
// a guide writes, and keeps state of the same shape. AUTH0_DOMAIN, AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET are its
// settings.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return official{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/auth0/auth0"})
	if err != nil {
		log.Fatal(err)
	}
}

type official struct{}

func (official) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "auth0"
}

func (official) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (official) Configure(_ context.Context, _ provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	t, err := signIn(os.Getenv("AUTH0_DOMAIN"), os.Getenv("AUTH0_CLIENT_ID"), os.Getenv("AUTH0_CLIENT_SECRET"))
	if err != nil {
		resp.Diagnostics.AddError("Could not sign in", err.Error())
	}
	resp.ResourceData = t
}

func (official) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (official) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newClient, newClientGrant, newConnection}
}
