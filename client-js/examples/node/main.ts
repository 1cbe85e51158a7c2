// CARILLON_URL=https://calls.example CARILLON_TOKEN=… npx tsx main.ts alice bob
import { startEcho } from "./echo.js";

const { CARILLON_URL: url = "http://localhost:8080", CARILLON_TOKEN: token } = process.env;
if (token === undefined) throw new Error("set CARILLON_TOKEN to a token of the user who answers");

const client = await startEcho({ url, token, watch: process.argv.slice(2), log: console.log });

// Without this good-bye the others would wait for the grace of a lost connection.
process.once("SIGINT", () => void client.close());
