// fal's own proxy under Express, in front of one host: node server-proxy.mjs HOST:PORT. Its key is in FAL_KEY.
import express from "express";
import { createHandler, route } from "@fal-ai/server-proxy/express";

const app = express();
app.use(express.json({ limit: "10mb" }));
app.use((request, _response, next) => {
  console.log(`call ${request.method} ${request.headers["x-fal-target-url"]} ${request.headers.authorization ?? "none"}`);
  next();
});
app.all(route, createHandler({ allowedUrlPatterns: [`${process.argv[2]}/**`], allowedEndpoints: ["fal-ai/**"] }));
const server = app.listen(0, "127.0.0.1", () => console.log(`listening ${server.address().port}${route}`));
