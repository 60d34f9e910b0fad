package thirdpartyapplication

import (
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf/exclusive"
)

// NewExclusiveResource returns the resource auth0access_third_party_applications_exclusive.
func NewExclusiveResource() resource.Resource { return exclusive.New(application.Exclusive) }

// NewExclusiveListResource returns the list resource auth0access_third_party_applications_exclusive.
func NewExclusiveListResource() list.ListResource { return exclusive.NewList(application.Exclusive) }
