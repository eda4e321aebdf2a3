declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  /** Swagger UI in a part of the page; options as its documentation has them. */
  export default function SwaggerUI(options: Record<string, unknown>): unknown;
}
