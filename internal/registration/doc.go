// Package registration is about Dynamic Client Registration: whether anybody may register applications with the tenant.
//
// What registers itself is a third-party application that nobody has looked at. The resource
// auth0access_dynamic_client_registration owns the flag that enables registration, and the security mode that
// registered applications get, and nothing else of the tenant's settings. It calls GET and PATCH of
// /api/v2/tenants/settings, and lists default permissions.
//
// A registered application reaches what default permissions give it, so enabling is refused while no API has any. That
// is checked when applying, right before the write. A plan cannot know: the first plan of a tenant's baseline enables
// registration and makes default permissions at the same time, and Terraform tells a resource nothing of the others. So
// a plan that enables registration says nothing of default permissions, whereas a plan that leaves it enabled warns if
// there are none (any more).
package registration
