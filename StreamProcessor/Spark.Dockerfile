# The stream processor with the official Microsoft.Spark, in one container with its driver: the two talk on the loopback only, and the driver's JVM is none that
# the .NET SDK's own container images have. The AppHost says what is run in it: spark-submit, with the DotnetRunner, with the processor.
# Built from the repository's root, where the NuGet feed has the official packages.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish StreamProcessor -c Release -o /app -p:ClosedFeed=false \
 && cp /app/microsoft-spark-3-5_2.12-*.jar /app/microsoft-spark.jar

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime

# As AppHost/Servers/Containers/ContainerImages.cs has it.
FROM docker.io/apache/spark:3.5.7-scala2.12-java17-ubuntu
USER root
# Unicode's normal forms and domain names in other scripts are ICU's.
RUN apt-get update && apt-get install -y --no-install-recommends libicu70 && rm -rf /var/lib/apt/lists/*
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
COPY --from=build /app /app
ENV DOTNET_ROOT=/usr/share/dotnet PATH=$PATH:/usr/share/dotnet
USER spark
